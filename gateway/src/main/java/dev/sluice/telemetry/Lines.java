package dev.sluice.telemetry;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.sluice.protocol.Unprintable;

/** The encoder of the log, whose form can be changed between two lines. */
final class Lines extends EncoderBase<ILoggingEvent> {
    /**
     * What a client sent must not make a line of its own, not in the message of an exception
     * either: of its lines only those stay that a stack trace has.
     */
    private static final String PATTERN =
            "%d{HH:mm:ss.SSS} %-5level %replace(%msg %kvp){'"
                    + Unprintable.CHARACTER
                    + "',' '}%n%replace(%ex){'"
                    + Unprintable.IN_LINES
                    + "|\\n(?!\t|Caused by: |\\z)',' '}";

    private static final byte[] NOTHING = {};

    private volatile Encoder<ILoggingEvent> form = new JsonLines();

    void json() {
        form = new JsonLines();
    }

    void text(Context context) {
        var text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(PATTERN);
        text.start();
        form = text;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return form.encode(event);
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
