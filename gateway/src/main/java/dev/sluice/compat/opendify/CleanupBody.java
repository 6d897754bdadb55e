package dev.sluice.compat.opendify;

import dev.sluice.http.BodyFormat;
import dev.sluice.protocol.openai.CleanupRequest;
import dev.sluice.protocol.openai.JsonFootprint;
import dev.sluice.registry.Memory;

/** For how many days a conversation may lie unused. */
final class CleanupBody implements BodyFormat<Integer> {
    @Override
    public long reading(byte[] body) {
        return JsonFootprint.of(body).reading();
    }

    @Override
    public Integer read(byte[] body) {
        return CleanupRequest.maxAgeDays(body);
    }

    @Override
    public Memory memory(Integer days) {
        return Memory.NONE;
    }
}
