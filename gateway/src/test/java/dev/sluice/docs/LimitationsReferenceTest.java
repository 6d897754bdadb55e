package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Feature;
import dev.sluice.protocol.Limitation;
import dev.sluice.protocol.dify.Dify;
import dev.sluice.protocol.openai.ModelParameters;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documented tables of what upstreams do not have are those of their dialects. */
final class LimitationsReferenceTest {
    private static final Map<Feature, Limitation> DIFY =
            new Dify("a", "http://localhost/v1", "app-a", "chat").limitations();

    private final List<List<String>> rows;

    LimitationsReferenceTest() throws IOException {
        rows = Document.at("docs/reference/dify.md").table("### What an app does not have");
    }

    @Test
    void each_feature_that_an_app_does_not_have_is_in_the_table_with_what_becomes_of_it() {
        assertThat(rows)
                .extracting(row -> row.getFirst() + ": " + row.getLast())
                .containsExactlyElementsOf(
                        Arrays.stream(Feature.values())
                                .flatMap(feature ->
                                        Optional.ofNullable(DIFY.get(feature)).stream()
                                                .map(LimitationsReferenceTest::outcome)
                                                .map(outcome -> name(feature) + ": " + outcome))
                                .toList());
    }

    @Test
    void each_member_that_sets_how_the_model_answers_is_in_the_row_of_its_feature() {
        Map<String, String> members =
                rows.stream().collect(Collectors.toMap(List::getFirst, row -> row.get(1)));

        for (Feature feature : Feature.values()) {
            List<String> known = ModelParameters.members(feature);
            if (!known.isEmpty()) {
                assertThat(members.get(name(feature))).isEqualTo(String.join(", ", known));
            }
        }
    }

    private static String name(Feature feature) {
        return feature.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String outcome(Limitation limitation) {
        return switch (limitation) {
            case Limitation.Ignored _ -> "ignored";
            case Limitation.Refused _ -> "refused";
        };
    }
}
