package dev.sluice.testing;

import dev.sluice.http.BodyFormat;
import java.nio.charset.StandardCharsets;

/** A body that is no more than its text. */
public final class PlainBody implements BodyFormat<String> {
    @Override
    public long reading(byte[] body) {
        return body.length;
    }

    @Override
    public String read(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public Memory memory(String text) {
        return new Memory(text.length(), 0, text.length());
    }
}
