package dev.sluice.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The log: one line an event on standard error, with its fields. Found by Logback as a service,
 * before the configuration is read.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    /** One line a request; its name stays when the class that writes it moves. */
    public static final String REQUESTS = "request";

    private static final String OURS = "dev.sluice";
    private static final String CONSOLE = "console";
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var lines = new Lines();
        lines.setContext(context);
        lines.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setName(CONSOLE);
        console.setTarget("System.err");
        console.setEncoder(lines);
        console.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
        apply(LogConfig.DEFAULT, context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Changes level and form from the next line on; from any thread. */
    public static void apply(LogConfig config) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            apply(config, context);
        }
    }

    static void apply(LogConfig config, LoggerContext context) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = Level.valueOf(config.level().name());
        // Libraries tell of themselves what nobody asked, and addresses with passwords in them.
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        context.getLogger(OURS).setLevel(level);
        context.getLogger(REQUESTS).setLevel(level);
        if (root.getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console
                && console.getEncoder() instanceof Lines lines) {
            switch (config.format()) {
                case JSON -> lines.json();
                case TEXT -> lines.text(context);
                case AUTO -> auto(lines, context);
            }
        }
    }

    private static void auto(Lines lines, LoggerContext context) {
        if (isTerminal()) {
            lines.text(context);
        } else {
            lines.json();
        }
    }

    /** Java tells of its input and output only, not of where errors go. */
    private static boolean isTerminal() {
        try {
            return isTerminal(Files.readSymbolicLink(STANDARD_ERROR));
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        }
    }

    private static boolean isTerminal(Path device) {
        return device.startsWith("/dev/pts")
                || device.startsWith("/dev/console")
                || device.toString().startsWith("/dev/tty");
    }
}
