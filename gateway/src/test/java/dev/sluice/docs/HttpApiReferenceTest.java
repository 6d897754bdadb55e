package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.ApiRoutes;
import dev.sluice.cli.ExitCode;
import dev.sluice.testing.Answer;
import dev.sluice.testing.TestGateway;
import dev.sluice.web.Route;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpApiReferenceTest {
    private Document reference;

    @BeforeAll
    void read() throws IOException {
        reference = Document.at("docs/reference/http-api.md");
    }

    @Test
    void the_paths_are_those_the_gateway_answers() {
        assertThat(reference.table("## Paths"))
                .containsExactlyElementsOf(
                        ApiRoutes.listed().stream().map(HttpApiReferenceTest::row).toList());
    }

    private static List<String> row(Route route) {
        return List.of(
                route.method(),
                route.path().toString(),
                route.permission().name().toLowerCase(Locale.ROOT),
                route.purpose());
    }

    @Test
    void a_planned_path_is_not_answered_yet() {
        String planned = reference.table("### Planned").toString();

        assertThat(ApiRoutes.listed())
                .filteredOn(route -> route.path().toString().startsWith("/v1/"))
                .allSatisfy(route -> assertThat(planned).doesNotContain(route.path().toString()));
    }

    @Test
    void a_planned_path_is_told_to_be_one_with_what_to_use_instead() {
        List<String> planned =
                reference.table("### Planned").stream()
                        .flatMap(row -> Stream.of(row.getFirst().split(", ", -1)))
                        .map(path -> path.replaceAll("\\{\\w+}|\\*+", "x").split(" ", 2)[0])
                        .toList();
        try (var gateway = TestGateway.of()) {
            assertThat(planned)
                    .contains("/v1/responses")
                    .allSatisfy(path ->
                            assertThat(get(gateway, path).body())
                                    .contains("is not served yet")
                                    .doesNotContain("Invalid URL"));
        }
    }

    private static Answer get(TestGateway gateway, String path) {
        try (var client = gateway.client()) {
            return client.get(path).answer();
        }
    }

    @Test
    void the_exit_codes_are_those_the_program_ends_with() {
        assertThat(reference.table("## Exit codes of the program"))
                .containsExactlyElementsOf(
                        Arrays.stream(ExitCode.values())
                                .map(code ->
                                        List.of(Integer.toString(code.number()), code.meaning()))
                                .toList());
    }
}
