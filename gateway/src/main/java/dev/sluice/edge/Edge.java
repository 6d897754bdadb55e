package dev.sluice.edge;

import dev.sluice.access.Access;
import dev.sluice.access.Browsers;
import dev.sluice.access.Caller;
import dev.sluice.access.ClientTraits.FrontEnd;
import dev.sluice.access.FrontEnds;
import dev.sluice.access.Permission;
import dev.sluice.chat.Chat;
import dev.sluice.conversation.MappingList;
import dev.sluice.http.Exchange;
import dev.sluice.http.ExchangeHandler;
import dev.sluice.http.ExchangeRecord.Problem;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.PublicFailure;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenAiErrors;
import dev.sluice.store.StoreException;
import dev.sluice.telemetry.Metrics;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request to its endpoint, and is the only place where a failure becomes a reply. */
public final class Edge implements ExchangeHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final long MILLIS = 1_000;

    /** All headers by which Open WebUI names people, chats and messages begin so. */
    private static final String OPEN_WEBUI = "x-openwebui-";

    /** By then a database that was only busy has gone on. */
    private static final int RETRY_SECONDS = 5;

    private final Map<Route, Endpoint> endpoints;
    private volatile Snapshot snapshot;

    public Edge(
            Chat chat,
            FrontEnds frontEnds,
            Readiness readiness,
            Metrics metrics,
            MappingList mappings,
            InstantSource clock,
            Snapshot first) {
        this.endpoints =
                PublicApi.endpoints(
                        new OpenAi(chat, frontEnds, clock),
                        new ConversationAdmin(mappings, clock),
                        new Operations(readiness, metrics));
        this.snapshot = first;
    }

    /** From the next request on; those that are being answered keep what they began with. */
    public void answerBy(Snapshot next) {
        snapshot = next;
    }

    @Override
    public void handle(Exchange exchange) {
        Snapshot now = snapshot;
        try {
            dispatch(exchange, now);
        } catch (ChatFailedException failed) {
            refuse(exchange, now, failed.failure());
        } catch (StoreException unable) {
            refuse(exchange, now, stateAway(exchange, unable));
        } catch (RuntimeException | Error bug) {
            // An error too: a text that takes too much stack must not leave its client waiting.
            LOG.atError()
                    .addKeyValue("request_id", exchange.requestId())
                    .setCause(bug)
                    .log("a request met a bug");
            refuse(exchange, now, bug());
        }
    }

    @Override
    public Reply malformed(ChatFailure failure, String requestId) {
        return reply(OpenAiErrors.reply(failure, requestId));
    }

    private void dispatch(Exchange exchange, Snapshot now) {
        Browsers.Asked asked = asked(exchange);
        now.browsers().headers(asked).forEach(exchange::with);
        now.browsers().check(asked);
        if (asked.isPreflight()) {
            exchange.reply(Reply.text(NO_CONTENT, ""));
            return;
        }
        var path = new RequestPath(exchange.path());
        String method = exchange.method().equals("HEAD") ? "GET" : exchange.method();
        for (Map.Entry<Route, Endpoint> row : endpoints.entrySet()) {
            Optional<String> variable = path.match(row.getKey());
            if (variable.isPresent() && row.getKey().method().equals(method)) {
                exchange.route(row.getKey().path());
                Caller caller =
                        seen(exchange, admit(exchange, row.getKey().permission(), now.access()));
                row.getValue().answer(new Visit(exchange, variable.get(), caller, now));
                return;
            }
        }
        throw new ChatFailedException(notFound(exchange, path, now.browsers()));
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

    /** Who is nobody may still see what is public, whatever he came with. */
    private static Caller admit(Exchange exchange, Permission needed, Access access) {
        if (needed == Permission.PUBLIC) {
            return Caller.NOBODY;
        }
        Caller caller = identify(exchange, access);
        exchange.note(exchange.notes().by(caller.name()));
        if (!caller.equals(Caller.OPEN)) {
            exchange.account("key " + caller.name());
        }
        if (caller.may(Permission.STATUS)) {
            exchange.reveal();
        }
        access.require(caller, needed);
        return caller;
    }

    /** By the key, in whichever header clients send one. */
    static Caller identify(Exchange exchange, Access access) {
        try {
            return access.identify(
                    exchange.header("authorization"),
                    exchange.header("x-api-key"),
                    exchange.header("api-key"));
        } catch (ChatFailedException refused) {
            throw access.counted(refused, exchange.address());
        }
    }

    /** With what the request itself shows of the program that sent it. */
    private static Caller seen(Exchange exchange, Caller caller) {
        return exchange.hasHeaderLike(OPEN_WEBUI)
                ? caller.with(caller.traits().seenFrom(FrontEnd.OPEN_WEBUI))
                : caller;
    }

    /** Callers who may not know the upstreams learn less of what is wrong with one. */
    private static void refuse(Exchange exchange, Snapshot now, ChatFailure known) {
        ChatFailure failure = exchange.isRevealed() ? known : PublicFailure.of(known);
        exchange.failed(failure.code());
        if (!known.source().equals(ChatFailure.CLIENT)) {
            exchange.note(exchange.notes().failing(new Problem(known.ownCause(), known.fix())));
        }
        OpenAiErrors.Reply own = OpenAiErrors.reply(failure, exchange.requestId());
        OpenAiErrors.Reply error = now.badRequests() ? own.refusedForGood() : own;
        exchange.loop()
                .run(() -> {
                    if (exchange.client().committed()) {
                        cut(exchange, failure);
                    } else {
                        exchange.reply(reply(error));
                    }
                });
    }

    private static void cut(Exchange exchange, ChatFailure failure) {
        var last = new WireBuffer();
        OpenAiErrors.event(failure, exchange.requestId(), last);
        exchange.cut(last);
    }

    private static Reply reply(OpenAiErrors.Reply error) {
        var reply = Reply.json(error.status(), new WireBuffer().text(error.body()));
        if (error.status() == UNAUTHORIZED) {
            reply = reply.with("www-authenticate", "Bearer");
        }
        if (!error.retryable()) {
            // OpenAI's own clients, and what stands on them, read this before the status.
            reply = reply.with("x-should-retry", "false");
        }
        int seconds = error.retryAfterSeconds();
        return seconds == 0
                ? reply
                : reply.with("retry-after", Integer.toString(seconds))
                        .with("retry-after-ms", Long.toString(seconds * MILLIS));
    }

    private ChatFailure notFound(Exchange exchange, RequestPath path, Browsers browsers) {
        String methods =
                endpoints.keySet().stream()
                        .filter(route -> path.match(route).isPresent())
                        .map(Route::method)
                        .collect(Collectors.joining(", "));
        if (!methods.isEmpty()) {
            exchange.with("allow", methods);
            return ChatFailure.of(
                    FailureCode.METHOD_WRONG,
                    ChatFailure.CLIENT,
                    "This path does not take " + exchange.method() + ".",
                    "Use " + methods + ".");
        }
        String host = exchange.host();
        String origin = browsers.isOwn(host) ? exchange.scheme() + "://" + host : "";
        String method = exchange.method();
        return PlannedApi.failure(method, path.plain())
                .or(() -> BaseUrlHint.failure(method, path.plain(), origin))
                .or(() -> PlannedApi.service(method, path.plain()))
                .orElseGet(() -> unknown(exchange, path.plain()));
    }

    private static ChatFailure unknown(Exchange exchange, String plain) {
        if (plain.startsWith("/v1/") || plain.equals("/v1")) {
            return ChatFailure.of(
                    FailureCode.ROUTE_UNKNOWN,
                    ChatFailure.CLIENT,
                    "Invalid URL (%s %s): the base URL is right, but this call is not served."
                            .formatted(exchange.method(), exchange.path()),
                    "Nothing replaces it here: `sluice routes` lists the calls that are served.");
        }
        return ChatFailure.of(
                FailureCode.ROUTE_UNKNOWN,
                ChatFailure.CLIENT,
                "Invalid URL (" + exchange.method() + " " + exchange.path() + ").",
                "`sluice routes` lists the paths there are; OpenAI clients need a base URL that"
                        + " ends in /v1.");
    }

    /** Why the database is away is for the log: its place is nobody's business but ours. */
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
