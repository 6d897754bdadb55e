package dev.sluice.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The request log while this is open; of all gateways of the process. */
public final class RequestLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger log = (Logger) LoggerFactory.getLogger("request");
    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

    public RequestLines() {
        start();
        log.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent line) {
        lines.add(line);
    }

    /** What the lines say became of their requests. */
    public List<String> codes() {
        return field("code");
    }

    /** A field of every line that has it. */
    public List<String> field(String name) {
        return lines.stream()
                .flatMap(line -> line.getKeyValuePairs().stream())
                .filter(pair -> pair.key.equals(name))
                .map(pair -> String.valueOf(pair.value))
                .toList();
    }

    @Override
    public void close() {
        log.detachAppender(this);
        stop();
    }
}
