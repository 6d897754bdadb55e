package dev.sluice.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.sluice.store.Store;
import dev.sluice.telemetry.Metrics;
import dev.sluice.testing.Recorded;
import dev.sluice.testing.RequestLines;
import dev.sluice.testing.Scrape;
import dev.sluice.testing.StandardError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records on their way into the log, the metrics and a real database. */
@Timeout(60)
final class RecordsTest {
    private static final int KEEP = 2_500;
    private static final double ROUNDING = 1e-6;

    /** The store waits for a lock for some seconds before it gives up; disks can be slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir private Path folder = Path.of("");
    private Store store;
    private Metrics metrics;
    private StandardError silenced;

    @BeforeEach
    void open() {
        silenced = new StandardError();
        store = Recorded.storeIn(folder);
        metrics = new Metrics();
    }

    @AfterEach
    void close() {
        metrics.close();
        store.close();
        silenced.close();
    }

    private Records records() {
        return new Records(new RecordsConfig(KEEP), store.flow(), metrics);
    }

    private RequestRecords kept() {
        return RequestRecords.in(store.flow());
    }

    @ParameterizedTest
    @MethodSource("everyShape")
    void a_record_comes_out_of_the_ring_as_it_went_in(RequestRecord record) {
        try (var records = records()) {
            records.accept(record);
        }

        assertThat(kept().find(record.requestId())).contains(record);
    }

    static Stream<RequestRecord> everyShape() {
        return Stream.of(
                Recorded.whole(1),
                Recorded.failedOver(2),
                Recorded.silent(3),
                Recorded.abandoned(4),
                Recorded.lost(5));
    }

    @Test
    void the_ring_keeps_exactly_the_newest() {
        long all = KEEP + 1_234L;
        try (var records = records()) {
            LongStream.range(0, all).mapToObj(Recorded::whole).forEach(records);
            // Closing would not wait for a very slow disk.
            await().atMost(PATIENCE).until(() -> fate("ring", "kept") == all);
        }

        assertThat(kept().kept().count()).isEqualTo(KEEP);
        assertThat(kept().kept().sinceMillis())
                .isEqualTo(Recorded.whole(all - KEEP).startedAtMillis());
        assertThat(kept().find(Recorded.id(all - KEEP - 1))).isEmpty();
        assertThat(kept().newest(2))
                .containsExactly(Recorded.whole(all - 1), Recorded.whole(all - 2));
    }

    @Test
    void with_nothing_to_keep_there_is_still_a_line_and_a_number() {
        try (var lines = new RequestLines()) {
            try (var records = new Records(new RecordsConfig(0), store.flow(), metrics)) {
                records.accept(Recorded.whole(1));
            }

            assertThat(lines.codes()).containsExactly("OK");
            assertThat(kept().kept().count()).isZero();
            assertThat(scrape().sum("sluice_requests_total")).isOne();
        }
    }

    @Test
    void a_database_that_another_program_holds_costs_records_and_nothing_else() throws Exception {
        try (var lines = new RequestLines();
                var records = records()) {
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + flow());
                    var statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                records.accept(Recorded.whole(1));
                await().until(() -> lines.codes().size() == 1);
                await().atMost(PATIENCE).until(() -> fate("ring", "failed") == 1);
                statement.execute("ROLLBACK");
            }
            records.accept(Recorded.whole(2));
            await().atMost(PATIENCE).until(() -> fate("ring", "kept") == 1);

            assertThat(kept().newest(10)).containsExactly(Recorded.whole(2));
        }
    }

    @Test
    void a_database_that_is_deleted_underneath_stops_nothing() throws Exception {
        try (var lines = new RequestLines();
                var records = records()) {
            for (String part : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(flow() + part));
            }
            records.accept(Recorded.whole(1));
            records.accept(Recorded.whole(2));

            await().until(() -> fate("ring", "kept") + fate("ring", "failed") == 2);
            assertThat(lines.codes()).hasSize(2);
        }
    }

    @Test
    void a_database_that_is_closed_stops_nothing() {
        try (var lines = new RequestLines();
                var records = records()) {
            store.close();
            records.accept(Recorded.whole(1));

            await().until(() -> fate("ring", "failed") == 1);
            assertThat(lines.codes()).hasSize(1);
        }
    }

    private double fate(String to, String fate) {
        return scrape().sum("sluice_records_total", "to=\"" + to + "\"", "fate=\"" + fate + "\"");
    }

    private Scrape scrape() {
        return Scrape.of(metrics.scrape());
    }

    private Path flow() {
        return folder.resolve("flow.db");
    }

    @Test
    void a_name_that_a_client_made_up_is_cut() {
        try (var lines = new RequestLines()) {
            try (var records = records()) {
                records.accept(Recorded.asking(1, "m".repeat(70_000)));
            }

            assertThat(lines.field("model")).containsExactly("m".repeat(100) + "…");
            assertThat(kept().newest(1).getFirst().notes().model()).hasSize(101);
        }
    }

    @Test
    void a_line_tells_whose_time_it_was() {
        try (var lines = new RequestLines()) {
            try (var records = records()) {
                records.accept(Recorded.failedOver(1));
                records.accept(Recorded.abandoned(2));
            }

            assertThat(lines.field("upstream_ms")).containsExactly("1230", "247");
            assertThat(lines.field("gate_ms")).containsExactly("5", "3");
            assertThat(lines.field("tokens")).containsExactly("77");
            assertThat(lines.field("attempts")).containsExactly("2", "1");
        }
    }

    @Test
    void numbers_are_told_by_route_code_and_upstream() {
        try (var records = records()) {
            Stream.of(
                            Recorded.whole(1),
                            Recorded.whole(2),
                            Recorded.failedOver(3),
                            Recorded.silent(4),
                            Recorded.abandoned(5),
                            Recorded.lost(6))
                    .forEach(records);
        }

        var page = scrape();
        assertThat(page.sum("sluice_requests_total", "code=\"OK\"", "status=\"200\"")).isEqualTo(3);
        assertThat(page.sum("sluice_requests_total", "route=\"none\"", "status=\"404\"")).isOne();
        assertThat(page.sum("sluice_request_seconds_count", "route=\"/v1/chat/completions\""))
                .isEqualTo(5);
        assertThat(page.sum("sluice_request_seconds_sum", "route=\"/v1/chat/completions\""))
                .isCloseTo(34.771, within(ROUNDING));
        assertThat(page.sum("sluice_request_seconds_bucket", "le=\"5.0\"")).isEqualTo(5);
        assertThat(page.sum("sluice_gate_seconds_sum")).isCloseTo(0.035, within(ROUNDING));
        assertThat(page.sum("sluice_first_event_seconds_sum", "upstream=\"support\""))
                .isCloseTo(2.009, within(ROUNDING));
        assertThat(page.sum("sluice_tries_total", "upstream=\"support\"", "code=\"CLIENT-GONE\""))
                .isOne();
        assertThat(page.sum("sluice_tries_total", "upstream=\"support\"", "reach=\"unsent\""))
                .isEqualTo(2);
        assertThat(page.sum("sluice_tokens_total", "type=\"prompt\"")).isEqualTo(2_400);
        assertThat(page.sum("sluice_tokens_total", "upstream=\"backup\"", "type=\"unsplit\""))
                .isEqualTo(77);
        assertThat(page.sum("sluice_answer_bytes_total")).isEqualTo(2 * 5_120 + 90 + 412 + 300);
    }

    @Test
    void no_client_can_make_up_labels() {
        try (var records = records()) {
            records.accept(Recorded.asking(1, "made up"));
            records.accept(Recorded.whole(2));
        }

        assertThat(metrics.scrape()).doesNotContain("made up", "assistant", "webui", "req_");
    }
}
