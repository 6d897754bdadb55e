package dev.sluice.edge;

import dev.sluice.http.Exchange;
import dev.sluice.http.Reply;
import dev.sluice.routing.Router;

/** What balancers, container engines and Ollama clients ask before they send work. */
final class Operations {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Router router;
    private final Readiness readiness;

    Operations(Router router, Readiness readiness) {
        this.router = router;
        this.readiness = readiness;
    }

    void alive(Exchange exchange, String id) {
        exchange.reply(Reply.text(OK, "alive\n"));
    }

    void ready(Exchange exchange, String id) {
        if (!readiness.ask()) {
            exchange.reply(Reply.text(UNAVAILABLE, "draining: the gateway is shutting down\n"));
        } else if (router.models().isEmpty()) {
            exchange.reply(Reply.text(UNAVAILABLE, "no model: configure an upstream\n"));
        } else {
            exchange.reply(Reply.text(OK, "ready\n"));
        }
    }

    /** The words by which Ollama's clients know that somebody is there. */
    void root(Exchange exchange, String id) {
        exchange.reply(Reply.text(OK, "Ollama is running"));
    }
}
