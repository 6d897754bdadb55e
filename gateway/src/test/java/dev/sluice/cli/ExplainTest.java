package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.records.Records;
import dev.sluice.records.RecordsConfig;
import dev.sluice.records.RequestRecord;
import dev.sluice.store.Store;
import dev.sluice.telemetry.Metrics;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Golden;
import dev.sluice.testing.Question;
import dev.sluice.testing.Recorded;
import dev.sluice.testing.StandardError;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ExplainTest {
    private static final String WHOLE = Recorded.id(1);
    private static final String FAILED_OVER = Recorded.id(2);
    private static final String UNKNOWN = Recorded.id(99);

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @MethodSource("records")
    void it_tells_the_whole_story(String name, RequestRecord record) {
        keep(record);

        var told = explain(record.requestId());

        assertThat(told.exit()).isZero();
        Golden.expect("explain/" + name + ".txt", told.out());
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("whole", Recorded.whole(1)),
                Arguments.of("failed-over", Recorded.failedOver(2)),
                Arguments.of("silent", Recorded.silent(3)),
                Arguments.of("abandoned", Recorded.abandoned(4)),
                Arguments.of("lost", Recorded.lost(5)));
    }

    @Test
    void it_reads_beside_a_running_gateway() {
        try (var store = Recorded.storeIn(folder)) {
            keep(store, Recorded.whole(1));

            var told = explain(WHOLE);

            assertThat(told.exit()).isZero();
            assertThat(told.out()).startsWith(WHOLE + "\n");
        }
    }

    @Test
    void it_changes_nothing_in_the_state_folder() throws IOException {
        keep(Recorded.whole(1));
        List<String> before = names();

        assertThat(explain(WHOLE).exit()).isZero();

        assertThat(names()).isEqualTo(before);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }

    @Test
    void of_a_line_of_the_log_it_takes_the_id() {
        keep(Recorded.whole(1));

        var told = explain("{\"level\":\"INFO\",\"request_id\":\"" + WHOLE + "\",\"status\":200}");

        assertThat(told.out()).startsWith(WHOLE + "\n");
    }

    @Test
    void of_several_it_tells_one_after_the_other_and_each_once() {
        keep(Recorded.whole(1), Recorded.failedOver(2));

        var told = explain(FAILED_OVER, WHOLE, FAILED_OVER);

        assertThat(told.out().lines().filter(line -> line.startsWith("req_")))
                .containsExactly(FAILED_OVER, WHOLE);
    }

    @Test
    void as_json_a_record_is_one_line() {
        keep(Recorded.whole(1), Recorded.failedOver(2));

        var told = explain("--json", WHOLE, FAILED_OVER);

        Golden.expect("explain/records.jsonl", told.out());
    }

    @Test
    void an_id_that_is_not_kept_is_told_with_what_is() {
        keep(Recorded.whole(1), Recorded.failedOver(2));

        var told = explain(UNKNOWN, WHOLE);

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.out()).startsWith(WHOLE);
        assertThat(told.err())
                .contains(
                        UNKNOWN + " is not among the 2 records kept in " + folder,
                        "since 2026-01-02T03:04:05Z",
                        "x-request-id");
    }

    @Test
    void a_folder_without_records_is_told_with_the_options_that_name_another() {
        var told = explain(WHOLE);

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.err())
                .contains("no records are kept in " + folder, "--config FILE", "--data DIR");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_that_holds_no_records_is_told() throws IOException {
        Files.writeString(folder.resolve("flow.db"), "no database at all, and long enough to tell");

        var told = explain(WHOLE);

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.err()).contains("flow.db holds no records that can be read");
    }

    @Test
    void why_a_request_failed_is_told_without_the_words_of_dify() {
        var fault = new Fault.JsonError(500, "internal_server_error", "boom of a prompt");
        var app = SimulatedApp.workflow("app-a").failing(fault);
        try (var gateway = TestGateway.with(app).records(10).start()) {
            Answer answer = gateway.ask(Question.to("a"));
            String id = answer.header("x-request-id");
            String data = gateway.folder().toString();

            assertThat(answer.body()).contains("boom of a prompt");
            await().untilAsserted(() ->
                    assertThat(Invocation.of("explain", "--data", data, id).out())
                            .contains("UPSTREAM-ERROR", "Upstream a answered with an error")
                            .doesNotContain("boom", "]("));
            assertThat(Invocation.of("explain", "--json", "--data", data, id).out())
                    .contains("\"cause\":\"", "\"fix\":\"")
                    .doesNotContain("boom");
        }
    }

    @Test
    void words_without_an_id_are_wrong_usage() {
        var told = explain("req_12", "hello");

        assertThat(told.exit()).isEqualTo(3);
        assertThat(told.err()).contains("req_ and 24 hexadecimal digits", "x-request-id");
    }

    @Test
    void the_state_folder_is_the_one_beside_the_configuration() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("sluice.yaml"),
                        "upstreams: {a: {type: dify, url: 'http://127.0.0.1:9/v1', key: app-a}}");
        keep(folder.resolve("data"), Recorded.whole(1));

        var told = Invocation.of("explain", "--config", file.toString(), WHOLE);

        assertThat(told.exit()).isZero();
        assertThat(told.out()).startsWith(WHOLE);
    }

    @Test
    void a_configuration_that_is_wrong_is_told_with_the_option_that_needs_none()
            throws IOException {
        Path file = Files.writeString(folder.resolve("sluice.yaml"), "data: {dri: state}");

        var told = Invocation.of("explain", "--config", file.toString(), WHOLE);

        assertThat(told.exit()).isEqualTo(6);
        assertThat(told.err()).contains("data.dri", "--data DIR");
    }

    @Test
    void what_a_request_asked_for_in_vain_is_told_by_name() {
        String id;
        try (var gateway = TestGateway.with(SimulatedApp.chat("app-app")).records(10).start()) {
            var question =
                    Question.to("app")
                            .with(
                                    "\"tools\":[{\"type\":\"function\"}],\"temperature\":0.25,\"seed\":7");
            id = gateway.ask(question).header("x-request-id");
            await().untilAsserted(() -> {
                var told = Invocation.of("explain", "--data", gateway.folder().toString(), id);
                assertThat(told.out())
                        .contains("TOOLS-IGNORED, PARAMETER-IGNORED", "temperature, seed")
                        .doesNotContain("0.25");
            });
        }
    }

    @Test
    void what_a_client_sent_commands_no_terminal() {
        keep(Recorded.asking(1, "\u001b]0;owned\u0007\nreq_forged\u202e\u2028\u009b"));

        var told = explain(WHOLE);

        assertThat(told.out())
                .contains("owned")
                .doesNotContain("\u001b", "\u0007", "\nreq_forged", "\u202e", "\u2028", "\u009b");
    }

    private Invocation explain(String... words) {
        return Invocation.of(
                Stream.concat(Stream.of("explain", "--data", folder.toString()), Stream.of(words))
                        .toArray(String[]::new));
    }

    private void keep(RequestRecord... all) {
        keep(folder, all);
    }

    private static void keep(Path folder, RequestRecord... all) {
        try (var store = Recorded.storeIn(folder)) {
            keep(store, all);
        }
    }

    private static void keep(Store store, RequestRecord... all) {
        try (var _ = new StandardError();
                var metrics = new Metrics();
                var records = new Records(new RecordsConfig(10), store.flow(), metrics)) {
            List.of(all).forEach(records);
        }
    }
}
