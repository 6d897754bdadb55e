package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.records.Records;
import dev.sluice.records.RecordsConfig;
import dev.sluice.telemetry.Metrics;
import dev.sluice.testing.Recorded;
import dev.sluice.testing.StandardError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LogReferenceTest {
    private JsonNode line = new JsonMapper().nullNode();
    private Document reference;

    @BeforeAll
    void write(@TempDir Path folder) throws IOException {
        reference = Document.at("docs/reference/log.md");
        try (var error = new StandardError()) {
            try (var store = Recorded.storeIn(folder);
                    var metrics = new Metrics();
                    var records = new Records(new RecordsConfig(0), store.flow(), metrics)) {
                records.accept(Recorded.whole(1));
            }
            line = new JsonMapper().readTree(error.text());
        }
    }

    @Test
    void the_fields_of_a_request_are_these_in_this_order_and_of_this_type() {
        var documented =
                Stream.of("## Every line", "## The line of a request")
                        .flatMap(heading -> reference.table(heading).stream())
                        .map(row -> row.get(0) + ": " + row.get(1));

        assertThat(
                        line.properties().stream()
                                .map(field -> field.getKey() + ": " + type(field.getValue())))
                .containsExactlyElementsOf(documented.toList());
    }

    private static String type(JsonNode value) {
        return value.isIntegralNumber() ? "number" : value.isString() ? "text" : "another";
    }

    @Test
    void the_example_is_what_is_written() {
        var example = (ObjectNode) new JsonMapper().readTree(reference.blocks("json").getFirst());

        assertThat(example.set("timestamp", line.path("timestamp"))).isEqualTo(line);
    }
}
