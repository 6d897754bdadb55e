package dev.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.access.Permission;
import dev.sluice.protocol.openai.OpenAiErrors;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTableTest {
    private static final List<String> PATHS =
            List.of(
                    "/",
                    "/api/tags",
                    "/api/{service}/{path...}",
                    "/services/{name}",
                    "/services/{name}/instances",
                    "/services/{name}/instances/{id}",
                    "/services/all/instances",
                    "/v1/models",
                    "/v1/models/{id...}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /                          | /                               | {}
                    //                         | /                               | {}
                    /api/tags                  | /api/tags                       | {}
                    /api//tags/                | /api/tags                       | {}
                    /api/tags/x                | /api/{service}/{path}           | {path=x, service=tags}
                    /api/shop/                 |                                 |
                    /api/shop/a/b%20c/         | /api/{service}/{path}           | {path=a/b c/, service=shop}
                    /api/shop//a               | /api/{service}/{path}           | {path=/a, service=shop}
                    /services/all              | /services/{name}                | {name=all}
                    /services/all/instances    | /services/all/instances         | {}
                    /services/all/instances/7  | /services/{name}/instances/{id} | {id=7, name=all}
                    /services/a%2Fb/instances  | /services/{name}/instances      | {name=a/b}
                    /services/a+b              | /services/{name}                | {name=a+b}
                    /services/a/b              |                                 |
                    /v1/models                 | /v1/models                      | {}
                    /v1/models/                | /v1/models                      | {}
                    /v1/models/hf.co/a         | /v1/models/{id}                 | {id=hf.co/a}
                    /v1/models//a              | /v1/models/{id}                 | {id=/a}
                    /v1/Models                 |                                 |
                    v1/models                  | /v1/models                      | {}
                    """)
    void a_path_finds_its_route(String path, String route, String variables) {
        var table = new RouteTable(PATHS.stream().map(pattern -> route("GET", pattern)).toList());

        var match = table.find(new RequestPath(path));

        var found = match.flatMap(any -> any.route("GET", _ -> false));
        assertThat(found.map(one -> one.path().toString()).orElse(null)).isEqualTo(route);
        assertThat(found.map(one -> sorted(match.orElseThrow().variables(one))).orElse(null))
                .isEqualTo(variables);
    }

    private static String sorted(Map<String, String> variables) {
        return new java.util.TreeMap<>(variables).toString();
    }

    @Test
    void a_method_is_found_among_those_of_the_most_special_path_alone() {
        var table =
                new RouteTable(
                        List.of(
                                route("POST", "/api/pull"),
                                route("GET", "/api/{service}"),
                                route("PUT", "/api/{service}")));

        var match = table.find(new RequestPath("/api/pull")).orElseThrow();

        assertThat(match.route("GET", _ -> false)).isEmpty();
        assertThat(match.allowed()).isEqualTo("POST, OPTIONS");
        assertThat(table.find(new RequestPath("/api/other")).orElseThrow().allowed())
                .isEqualTo("GET, HEAD, PUT, OPTIONS");
    }

    @Test
    void a_route_that_needs_a_header_goes_before_one_that_needs_none() {
        var plain = route("GET", "/v1/models");
        var special = route("GET", "/v1/models").with("anthropic-version");
        for (var routes : List.of(List.of(plain, special), List.of(special, plain))) {
            var match = new RouteTable(routes).find(new RequestPath("/v1/models")).orElseThrow();

            assertThat(match.route("GET", "anthropic-version"::equals)).contains(special);
            assertThat(match.route("GET", "other"::equals)).contains(plain);
            assertThat(match.any("anthropic-version"::equals)).isEqualTo(special);
            assertThat(match.allowed()).isEqualTo("GET, HEAD, OPTIONS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/{x}", "/a/{y}"})
    void two_routes_of_one_method_and_path_are_refused(String second) {
        var routes = List.of(route("GET", "/a/{x}"), route("GET", second));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteTable(routes))
                .withMessage("two routes for GET " + second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS"})
    void what_follows_by_itself_is_not_declared(String method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteTable(List.of(route(method, "/a"))))
                .withMessage(method + " follows by itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a//b", "/a/", "/{}", "/{A}", "/a{b}", "/{b...}/c", "/*"})
    void a_pattern_that_cannot_be_read_is_refused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.of(pattern));
    }

    /** In processor time; a search through a list would take ten times as long. */
    @Test
    void two_hundred_routes_cost_what_twenty_do() {
        var small = table(20);
        var large = table(200);
        long least = Long.MAX_VALUE;
        long most = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            least = Math.min(least, nanos(small, 20));
            most = Math.min(most, nanos(large, 200));
        }

        assertThat(most).isLessThan(least * 4);
    }

    private static RouteTable table(int size) {
        return new RouteTable(
                IntStream.range(0, size)
                        .mapToObj(i -> route("GET", "/v1/route-%d/{id}/part".formatted(i)))
                        .collect(Collectors.toCollection(ArrayList::new)));
    }

    private static long nanos(RouteTable table, int size) {
        var random = new Random(7);
        var paths =
                IntStream.range(0, 1_000)
                        .mapToObj(_ ->
                                new RequestPath(
                                        "/v1/route-%d/a/part".formatted(random.nextInt(size))))
                        .toList();
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        long found = 0;
        for (int i = 0; i < 50; i++) {
            found += paths.stream().filter(path -> table.find(path).isPresent()).count();
        }
        assertThat(found).isEqualTo(50_000);
        return threads.getCurrentThreadCpuTime() - before;
    }

    private static Route route(String method, String path) {
        return new Route(
                method,
                PathPattern.of(path),
                "",
                Permission.PUBLIC,
                "a test",
                new OpenAiErrors(),
                _ -> {});
    }
}
