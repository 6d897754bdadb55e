package dev.sluice.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What a package logs while this is open. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger log;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LogLines(String name) {
        log = (Logger) LoggerFactory.getLogger(name);
        start();
        log.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        var pairs = event.getKeyValuePairs();
        String fields =
                pairs == null
                        ? ""
                        : pairs.stream()
                                .map(pair -> " " + pair.key + "=" + pair.value)
                                .collect(Collectors.joining());
        lines.add(event.getLevel() + " " + event.getMessage() + fields);
    }

    public String text() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        log.detachAppender(this);
        stop();
    }
}
