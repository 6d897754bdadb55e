package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.records.Records;
import dev.sluice.records.RecordsConfig;
import dev.sluice.telemetry.Metrics;
import dev.sluice.testing.Recorded;
import dev.sluice.testing.Scrape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsReferenceTest {
    private static final String LONGEST = "_seconds_max";

    @TempDir private Path folder = Path.of("");

    @Test
    void every_metric_is_listed_with_its_type_labels_and_meaning() throws IOException {
        String page = page();
        Scrape scrape = Scrape.of(page);

        var documented = Document.at("docs/reference/metrics.md").table("## All of them");

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        scrape.families().stream()
                                .filter(family -> !family.endsWith(LONGEST))
                                .map(family -> row(scrape, family))
                                .toList());
    }

    private static List<String> row(Scrape scrape, String family) {
        return List.of(
                family,
                scrape.type(family),
                String.join(" ", scrape.labels(family)),
                scrape.meaning(family) + ".");
    }

    private String page() {
        try (var metrics = new Metrics()) {
            try (var store = Recorded.storeIn(folder);
                    var records = new Records(new RecordsConfig(10), store.flow(), metrics)) {
                Stream.of(Recorded.whole(1), Recorded.failedOver(2), Recorded.lost(3))
                        .forEach(records);
            }
            metrics.gauges(
                    "sluice.upstream.up",
                    "1 for an upstream that answered when it was asked what it is, 0 for one that did not",
                    "upstream",
                    () -> Map.of("support", 1.0));
            metrics.gauge("sluice.open.exchanges", "Requests being answered", () -> 0);
            metrics.gauge(
                    "sluice.chats.open", "Chats in which somebody is being answered", () -> 0);
            metrics.gauge(
                    "sluice.chats.waiting",
                    "Requests that wait until nobody else is in their chat",
                    () -> 0);
            metrics.gauge(
                    "sluice.conversations.waiting",
                    "Conversations in the journal, since the database is away",
                    () -> 0);
            return metrics.scrape();
        }
    }
}
