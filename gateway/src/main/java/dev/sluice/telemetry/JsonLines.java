package dev.sluice.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.sluice.protocol.WireBuffer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/** An event as one JSON object on one line, its fields flat and typed. */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final List<KeyValuePair> NO_FIELDS = List.of();
    private static final byte[] NOTHING = {};

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new WireBuffer();
        line.text("{\"timestamp\":\"").text(TIMESTAMP.format(event.getInstant()));
        line.text("\",\"level\":\"").text(event.getLevel().toString());
        line.text("\",\"logger\":\"").escaped(shortName(event.getLoggerName()));
        line.text("\",\"message\":\"").escaped(event.getFormattedMessage()).text("\"");
        for (KeyValuePair field : Objects.requireNonNullElse(event.getKeyValuePairs(), NO_FIELDS)) {
            line.text(",\"").escaped(field.key).text("\":");
            value(line, field.value);
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.text(",\"exception\":");
            value(line, ThrowableProxyUtil.asString(thrown));
        }
        line.text("}\n");
        return Arrays.copyOf(line.array(), line.length());
    }

    /** Whole numbers and truths are themselves; whatever else is a string. */
    private static void value(WireBuffer line, Object value) {
        switch (value) {
            case Integer _, Long _, Boolean _ -> line.text(value.toString());
            // A fraction may be no number in JSON, and a library may log anything, even null.
            case null, default -> line.text("\"").escaped(String.valueOf(value)).text("\"");
        }
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
