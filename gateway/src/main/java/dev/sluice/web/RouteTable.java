package dev.sluice.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All routes as a tree of path segments: what a look-up costs depends on the path, not on how many
 * routes there are. A literal goes before a variable, and a variable before a rest. Immutable.
 */
public final class RouteTable {
    private final Node root = new Node();

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private @Nullable Node variable;

        /** Of paths that end here. */
        private final List<Route> routes = new ArrayList<>();

        /** Of paths that go on somehow. */
        private final List<Route> rest = new ArrayList<>();
    }

    /** All routes of one path, never none. */
    record Match(List<Route> routes, RequestPath path) {

        /**
         * The one that answers.
         *
         * @param hasHeader whether the request has a header of that name
         */
        Optional<Route> route(String method, Predicate<String> hasHeader) {
            Optional<Route> plain = Optional.empty();
            for (Route route : routes) {
                if (!route.method().equals(method)) {
                    continue;
                }
                if (route.header().isEmpty()) {
                    plain = Optional.of(route);
                } else if (hasHeader.test(route.header())) {
                    return Optional.of(route);
                }
            }
            return plain;
        }

        /** Of any method, for what is the same for all of them. */
        Route any(Predicate<String> hasHeader) {
            return routes.stream()
                    .filter(route -> !route.header().isEmpty() && hasHeader.test(route.header()))
                    .findFirst()
                    .orElse(routes.getFirst());
        }

        /** The methods that are declared. */
        String declared() {
            return routes.stream().map(Route::method).distinct().collect(Collectors.joining(", "));
        }

        /** The value of {@code Allow}. */
        String allowed() {
            return Methods.allowed(routes);
        }

        /** The decoded variables of the route, by their names. */
        Map<String, String> variables(Route route) {
            List<PathPattern.Segment> segments = route.path().segments();
            var values = new HashMap<String, String>();
            for (int i = 0; i < segments.size(); i++) {
                switch (segments.get(i)) {
                    case PathPattern.Literal _ -> {}
                    case PathPattern.Variable(String name) -> values.put(name, path.decoded(i));
                    case PathPattern.Rest(String name) -> values.put(name, path.decodedRest(i));
                }
            }
            return values;
        }
    }

    /**
     * @throws IllegalArgumentException when two routes could answer the same request, or one
     *     declares what follows by itself
     */
    public RouteTable(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        if (route.method().equals(Methods.HEAD) || route.method().equals(Methods.OPTIONS)) {
            throw new IllegalArgumentException(route.method() + " follows by itself");
        }
        Node node = root;
        List<Route> place = node.routes;
        for (PathPattern.Segment segment : route.path().segments()) {
            switch (segment) {
                case PathPattern.Literal(String text) ->
                        node = node.literals.computeIfAbsent(text, _ -> new Node());
                case PathPattern.Variable _ -> {
                    if (node.variable == null) {
                        node.variable = new Node();
                    }
                    node = node.variable;
                }
                case PathPattern.Rest _ -> {}
            }
            place = segment instanceof PathPattern.Rest ? node.rest : node.routes;
        }
        for (Route other : place) {
            if (other.method().equals(route.method()) && other.header().equals(route.header())) {
                throw new IllegalArgumentException(
                        "two routes for %s %s".formatted(route.method(), route.path()));
            }
        }
        place.add(route);
    }

    /** The routes of the path, whatever their methods. */
    Optional<Match> find(RequestPath path) {
        List<Route> routes = find(root, path, 0);
        return routes.isEmpty() ? Optional.empty() : Optional.of(new Match(routes, path));
    }

    private static List<Route> find(Node node, RequestPath path, int index) {
        if (index == path.size()) {
            return node.routes;
        }
        Node literal = node.literals.get(path.raw(index));
        List<Route> found = literal == null ? List.of() : find(literal, path, index + 1);
        if (found.isEmpty() && node.variable != null) {
            found = find(node.variable, path, index + 1);
        }
        return found.isEmpty() ? node.rest : found;
    }
}
