package dev.sluice.edge;

import dev.sluice.access.Permission;
import dev.sluice.http.Exchange;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.telemetry.Metrics;
import dev.sluice.web.Callers;
import dev.sluice.web.RequestContext;
import java.util.Map;

/** What balancers, container engines and Ollama clients ask before they send work. */
final class Operations {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Readiness readiness;
    private final Metrics metrics;

    Operations(Readiness readiness, Metrics metrics) {
        this.readiness = readiness;
        this.metrics = metrics;
    }

    static void alive(RequestContext context) {
        context.exchange().reply(Reply.text(OK, "alive\n"));
    }

    void ready(RequestContext context) {
        if (!readiness.ask()) {
            context.exchange()
                    .reply(Reply.text(UNAVAILABLE, "draining: the gateway is shutting down\n"));
        } else if (context.now().router().upstreams().isEmpty()) {
            context.exchange().reply(Reply.text(UNAVAILABLE, "no model: configure an upstream\n"));
        } else {
            boolean detailed = seesNames(context);
            String outages = readiness.outages(detailed);
            String first = outages.isEmpty() ? "ready\n" : "not ready\n";
            String upstreams = UpstreamReport.of(context.now().router().upstreams(), detailed);
            context.exchange()
                    .reply(
                            Reply.text(
                                    outages.isEmpty() ? OK : UNAVAILABLE,
                                    first + outages + readiness.reservations() + upstreams));
        }
    }

    /** The route is public, but a key that may see the state sees more. */
    private static boolean seesNames(RequestContext context) {
        Exchange exchange = context.exchange();
        try {
            return Callers.identify(exchange, context.now().access()).may(Permission.STATUS);
        } catch (ChatFailedException _) {
            return false;
        }
    }

    void metrics(RequestContext context) {
        var body = new WireBuffer().text(metrics.scrape());
        context.exchange().reply(new Reply(OK, Metrics.CONTENT_TYPE, Map.of(), body));
    }

    /** The words by which Ollama's clients know that somebody is there. */
    static void root(RequestContext context) {
        context.exchange().reply(Reply.text(OK, "Ollama is running"));
    }
}
