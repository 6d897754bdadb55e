package dev.sluice.web;

import dev.sluice.access.Browsers;
import dev.sluice.access.Caller;
import dev.sluice.access.FrontEnds;
import dev.sluice.http.Exchange;
import dev.sluice.http.ExchangeHandler;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.records.RecordedExchange;
import dev.sluice.records.RequestRecord;
import dev.sluice.store.StoreException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every request to the endpoint of its route, and turns every failure into a reply; nothing
 * else does.
 */
public final class Dispatcher implements ExchangeHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final int NO_CONTENT = 204;

    /** By then a database that was only busy has gone on. */
    private static final int RETRY_SECONDS = 5;

    private final RouteTable routes;
    private final UnknownPaths unknown;
    private final Consumer<RequestRecord> records;
    private volatile Snapshot snapshot;

    /**
     * @param records takes the record of each request
     */
    public Dispatcher(
            RouteTable routes,
            UnknownPaths unknown,
            Consumer<RequestRecord> records,
            Snapshot first) {
        this.routes = routes;
        this.unknown = unknown;
        this.records = records;
        this.snapshot = first;
    }

    /** From the next request on; those in progress keep the snapshot they began with. */
    public void answerBy(Snapshot next) {
        snapshot = next;
    }

    @Override
    public void handle(Exchange exchange) {
        var recorded = new RecordedExchange(exchange, records);
        var context = new RequestContext(recorded, snapshot, unknown.errors());
        try {
            dispatch(context);
        } catch (ChatFailedException failed) {
            FailureReply.send(context, failed.failure());
        } catch (StoreException unable) {
            FailureReply.send(context, stateAway(exchange, unable));
        } catch (Throwable bug) {
            // An error too: a text that takes too much stack must not leave its client waiting.
            LOG.atError()
                    .addKeyValue("request_id", exchange.requestId())
                    .setCause(bug)
                    .log("a request met a bug");
            FailureReply.send(context, bug());
        }
    }

    @Override
    public Reply malformed(ChatFailure failure, String requestId) {
        return Reply.of(unknown.errors().error(failure, requestId));
    }

    private void dispatch(RequestContext context) {
        Exchange exchange = context.exchange();
        Browsers browsers = context.now().browsers();
        Browsers.Asked asked = asked(exchange);
        browsers.headers(asked).forEach(exchange::with);
        var path = new RequestPath(exchange.path());
        Optional<RouteTable.Match> match = routes.find(path);
        match.ifPresent(found -> context.spellErrors(found.any(exchange::hasHeader).errors()));
        browsers.check(asked);
        if (asked.isPreflight()) {
            exchange.reply(Reply.text(NO_CONTENT, ""));
        } else if (match.isEmpty()) {
            throw new ChatFailedException(notFound(exchange, path, browsers));
        } else {
            answer(context, match.get());
        }
    }

    private static void answer(RequestContext context, RouteTable.Match match) {
        Exchange exchange = context.exchange();
        Optional<Route> found =
                match.route(Methods.answering(exchange.method()), exchange::hasHeader);
        if (found.isEmpty()) {
            exchange.with("allow", match.allowed());
            if (exchange.method().equals(Methods.OPTIONS)) {
                exchange.reply(Reply.text(NO_CONTENT, ""));
                return;
            }
            throw new ChatFailedException(methodWrong(exchange, match));
        }
        Route route = found.get();
        context.matched(match.variables(route));
        context.recorded().route(route.path().toString());
        Caller caller =
                Callers.admit(context.recorded(), route.permission(), context.now().access());
        context.admitted(FrontEnds.seen(caller, exchange::hasHeaderLike));
        route.endpoint().answer(context);
    }

    private static Browsers.Asked asked(Exchange exchange) {
        return new Browsers.Asked(
                exchange.method(),
                exchange.host(),
                exchange.header("origin"),
                exchange.header("access-control-request-method"),
                exchange.header("access-control-request-headers"),
                exchange.header("access-control-request-private-network").equals("true"));
    }

    private ChatFailure notFound(Exchange exchange, RequestPath path, Browsers browsers) {
        String host = exchange.host();
        String origin = browsers.isOwn(host) ? exchange.scheme() + "://" + host : "";
        return unknown.failure(exchange.method(), path, origin);
    }

    private static ChatFailure methodWrong(Exchange exchange, RouteTable.Match match) {
        return ChatFailure.of(
                FailureCode.METHOD_WRONG,
                ChatFailure.CLIENT,
                "This path does not take " + exchange.method() + ".",
                "Use " + match.declared() + ".");
    }

    /** The reason is only for the log: where the database is concerns nobody else. */
    private static ChatFailure stateAway(Exchange exchange, StoreException unable) {
        LOG.atWarn()
                .addKeyValue("request_id", exchange.requestId())
                .addKeyValue("reason", unable.getMessage())
                .log("a request met a database that is away");
        return ChatFailure.of(
                        FailureCode.STATE_AWAY,
                        ChatFailure.SLUICE,
                        "The database of the gateway cannot be read or written right now.",
                        "Bring it back, or free its disk; the gateway's log tells what is wrong.")
                .retryAfter(RETRY_SECONDS);
    }

    private static ChatFailure bug() {
        return ChatFailure.of(
                FailureCode.INTERNAL,
                ChatFailure.SLUICE,
                "The gateway failed on this request.",
                "This is a bug in Sluice; report it with the request id.");
    }
}
