package dev.sluice.edge;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.Unprintable;
import dev.sluice.registry.Upstream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which upstreams could not be read, for {@code /readyz}. A gateway with such upstreams is ready
 * all the same: another replica would not reach them either.
 */
final class UpstreamReport {
    private UpstreamReport() {}

    /** A line each, or only their number where their names are not to be seen. */
    static String of(List<Upstream> upstreams, boolean names) {
        List<Upstream> unread =
                upstreams.stream().filter(one -> one.state().failure().isPresent()).toList();
        if (unread.isEmpty()) {
            return "";
        }
        if (!names) {
            return "upstreams: %d of %d cannot be read\n"
                    .formatted(unread.size(), upstreams.size());
        }
        return unread.stream().map(UpstreamReport::line).collect(Collectors.joining());
    }

    private static String line(Upstream upstream) {
        String code = upstream.state().failure().map(ChatFailure::code).orElseThrow().id();
        String since = upstream.knownFacts().isPresent() ? "cannot be read any more" : "is unknown";
        String why = upstream.state().failure().map(UpstreamReport::advice).orElseThrow();
        return "upstreams: " + upstream.name() + " " + since + ": " + code + " (" + why + ")\n";
    }

    private static String advice(ChatFailure failure) {
        return Unprintable.replaced(failure.cause() + " " + failure.fix(), " ");
    }
}
