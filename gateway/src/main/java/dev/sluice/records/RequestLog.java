package dev.sluice.records;

import dev.sluice.protocol.Usage;
import dev.sluice.telemetry.Logging;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line a request: what became of it, never what was said in it. */
final class RequestLog implements Consumer<RequestRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(Logging.REQUESTS);

    @Override
    public void accept(RequestRecord record) {
        var split = TimeSplit.of(record);
        var line =
                LOG.atInfo()
                        .addKeyValue("request_id", record.requestId())
                        .addKeyValue("method", record.asked().method())
                        .addKeyValue("route", record.asked().route())
                        .addKeyValue("status", record.ending().status())
                        .addKeyValue("code", record.ending().code())
                        .addKeyValue("caller", record.notes().caller())
                        .addKeyValue("address", record.asked().address())
                        .addKeyValue("model", record.notes().model())
                        .addKeyValue("upstream", record.notes().upstream())
                        .addKeyValue("attempts", record.notes().tries().size())
                        .addKeyValue("ms", record.milliseconds())
                        .addKeyValue("gate_ms", split.gate())
                        .addKeyValue("upstream_ms", split.upstream())
                        .addKeyValue("bytes", record.ending().bytesOut());
        tokens(line, record.notes().usage()).log("request");
    }

    private static LoggingEventBuilder tokens(LoggingEventBuilder line, Usage usage) {
        return switch (usage) {
            case Usage.Unknown() -> line;
            case Usage.Total(long tokens) -> line.addKeyValue("tokens", tokens);
            case Usage.Counted(long prompt, long completion, long total, _, _) ->
                    line.addKeyValue("prompt_tokens", prompt)
                            .addKeyValue("completion_tokens", completion)
                            .addKeyValue("tokens", total);
        };
    }
}
