package dev.sluice.upstream;

import dev.sluice.protocol.Call;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.StopSequenceReader;
import dev.sluice.registry.AnswerSettings.Replaced;
import dev.sluice.registry.Upstream;
import java.time.Duration;
import java.util.List;

/** One run of a chat at one upstream: everything an attempt at it needs to know. */
public record Run(Upstream upstream, Facts facts, ChatRequest request, String user) {

    /** The call that starts it. */
    Call call() {
        return upstream.dialect().run(request, facts, user);
    }

    /** How long it may show nothing but pings; zero for as long as the deadlines allow. */
    Duration pingsOnly() {
        return Duration.ofSeconds(upstream.dialect().pingsOnlySeconds(request, facts));
    }

    EventReader reader() {
        EventReader reader = upstream.dialect().events(request, facts);
        boolean fails = upstream.config().chats().answers().replaced() == Replaced.FAIL;
        if (fails && request.stream()) {
            reader = new WithdrawalReader(reader, upstream.name());
        }
        List<String> stop = request.options().stop();
        return stop.isEmpty() ? reader : new StopSequenceReader(reader, stop);
    }
}
