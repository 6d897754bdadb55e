package dev.sluice.app;

import dev.sluice.http.ExchangeRecord;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a request: what became of it, never what was said in it. */
final class RequestLog implements Consumer<ExchangeRecord> {
    private static final Logger LOG = LoggerFactory.getLogger("request");

    @Override
    public void accept(ExchangeRecord record) {
        LOG.atInfo()
                .addKeyValue("request_id", record.requestId())
                .addKeyValue("method", record.method())
                .addKeyValue("route", record.route())
                .addKeyValue("status", record.status())
                .addKeyValue("code", record.code())
                .addKeyValue("model", record.notes().model())
                .addKeyValue("upstream", record.notes().upstream())
                .addKeyValue("attempts", record.notes().attempts())
                .addKeyValue("ms", record.milliseconds())
                .addKeyValue("bytes", record.bytesOut())
                .log("request");
    }
}
