package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.sluice.telemetry.LogConfig.Format;
import dev.sluice.testing.Golden;
import dev.sluice.testing.StandardError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import tools.jackson.databind.json.JsonMapper;

final class LoggingTest {
    private static final String UNPRINTABLE = "\u202e\u2028\u009b";
    private static final String TWO_LINES = "two\nlines, a \"quote\", \u001b[31m and 客服";

    @Test
    void a_line_of_json_has_flat_and_typed_fields() {
        var event = event("request");
        event.addKeyValuePair(new KeyValuePair("request_id", "req_1"));
        event.addKeyValuePair(new KeyValuePair("model", TWO_LINES));
        event.addKeyValuePair(new KeyValuePair("status", 200));
        event.addKeyValuePair(new KeyValuePair("bytes", 5_000_000_000L));
        event.addKeyValuePair(new KeyValuePair("streamed", true));
        event.addKeyValuePair(new KeyValuePair("load", Double.NaN));

        Golden.expect("log/line.jsonl", line(event));
    }

    @Test
    void an_exception_stays_on_the_line_of_its_event() {
        var event = event("failed");
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("no way")));

        String line = line(event);

        assertThat(line.lines()).hasSize(1);
        assertThat(new JsonMapper().readTree(line).path("exception").asString())
                .startsWith("java.lang.IllegalStateException: no way")
                .contains("LoggingTest");
    }

    @Test
    void in_text_what_a_client_sent_makes_no_line_of_its_own_and_no_colour() {
        try (var error = new StandardError()) {
            log(new LogConfig(LogConfig.Level.INFO, Format.TEXT), "dev.sluice.Any", Level.WARN);

            assertThat(error.lines()).hasSize(1);
            assertThat(error.text())
                    .contains("WARN", "told", "客服")
                    .doesNotContain("\u001b", "\u202e", "\u2028", "\u009b")
                    .endsWith("\n");
        }
    }

    @Test
    void in_text_the_message_of_an_exception_makes_no_line_that_reads_like_an_event() {
        String message = "no\n12:00:00.000 INFO  forged " + UNPRINTABLE + "\u001b[31m";
        var cause = new IllegalStateException(message, new IllegalArgumentException(message));
        try (var error = new StandardError()) {
            context(new LogConfig(LogConfig.Level.INFO, Format.TEXT))
                    .getLogger("dev.sluice.Any")
                    .atError()
                    .setCause(cause)
                    .log("failed");

            assertThat(error.lines())
                    .hasSizeGreaterThan(4)
                    .noneMatch(line -> line.startsWith("12:00"))
                    .anyMatch(line -> line.startsWith("\tat "))
                    .anyMatch(line -> line.startsWith("Caused by: "));
            assertThat(error.text())
                    .contains("no 12:00:00.000 INFO  forged")
                    .doesNotContain("\u001b", "\u202e", "\u2028", "\u009b")
                    .endsWith("\n");
        }
    }

    @Test
    void without_a_terminal_the_default_is_json() {
        try (var error = new StandardError()) {
            log(LogConfig.DEFAULT, "dev.sluice.Any", Level.INFO);

            assertThat(new JsonMapper().readTree(error.text()).path("model").asString())
                    .isEqualTo(TWO_LINES + UNPRINTABLE);
        }
    }

    @Test
    void the_form_changes_from_one_line_to_the_next() {
        try (var error = new StandardError()) {
            var context = context(new LogConfig(LogConfig.Level.INFO, Format.TEXT));
            context.getLogger(Logging.REQUESTS).info("first");
            Logging.apply(new LogConfig(LogConfig.Level.INFO, Format.JSON), context);
            context.getLogger(Logging.REQUESTS).info("second");

            assertThat(error.lines())
                    .satisfiesExactly(
                            first -> assertThat(first).contains("first").doesNotContain("{"),
                            second -> assertThat(second).startsWith("{").contains("second"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DEBUG, dev.sluice.Any, DEBUG, 1",
        "INFO, dev.sluice.Any, DEBUG, 0",
        "INFO, request, INFO, 1",
        "WARN, request, INFO, 0",
        "INFO, org.some.Library, INFO, 0",
        "DEBUG, org.some.Library, WARN, 1",
        "ERROR, org.some.Library, WARN, 0"
    })
    void the_level_is_for_our_own_lines_and_libraries_only_warn(
            LogConfig.Level configured, String logger, Level level, int lines) {
        try (var error = new StandardError()) {
            log(new LogConfig(configured, Format.JSON), logger, level);

            assertThat(error.lines()).hasSize(lines);
        }
    }

    private static void log(LogConfig config, String logger, Level level) {
        context(config)
                .getLogger(logger)
                .atLevel(level)
                .addKeyValue("model", TWO_LINES + UNPRINTABLE)
                .log("told");
    }

    private static LoggerContext context(LogConfig config) {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        new Logging().configure(context);
        Logging.apply(config, context);
        return context;
    }

    private static LoggingEvent event(String message) {
        var event = new LoggingEvent();
        event.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
        event.setLevel(ch.qos.logback.classic.Level.INFO);
        event.setLoggerName("dev.sluice.records.RequestLog");
        event.setMessage(message);
        return event;
    }

    private static String line(LoggingEvent event) {
        return new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
    }
}
