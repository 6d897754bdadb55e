package dev.sluice.edge;

import dev.sluice.chat.Chat;
import dev.sluice.http.Exchange;
import dev.sluice.http.ExchangeHandler;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenAiErrors;
import dev.sluice.routing.Router;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request to its endpoint, and is the only place where a failure becomes a reply. */
public final class Edge implements ExchangeHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private final Map<Route, Endpoint> endpoints;

    public Edge(Chat chat, Router router, Readiness readiness, InstantSource clock) {
        this.endpoints = PublicApi.endpoints(chat, router, readiness, clock);
    }

    @Override
    public void handle(Exchange exchange) {
        try {
            dispatch(exchange, new RequestPath(exchange.path()));
        } catch (ChatFailedException failed) {
            refuse(exchange, failed.failure());
        } catch (RuntimeException bug) {
            LOG.atError()
                    .addKeyValue("request_id", exchange.requestId())
                    .setCause(bug)
                    .log("a request met a bug");
            refuse(exchange, bug());
        }
    }

    private void dispatch(Exchange exchange, RequestPath path) {
        String method = exchange.method().equals("HEAD") ? "GET" : exchange.method();
        for (Map.Entry<Route, Endpoint> row : endpoints.entrySet()) {
            Optional<String> id = path.match(row.getKey());
            if (id.isPresent() && row.getKey().method().equals(method)) {
                exchange.route(row.getKey().path());
                row.getValue().answer(exchange, id.get());
                return;
            }
        }
        throw new ChatFailedException(notFound(exchange, path));
    }

    private static void refuse(Exchange exchange, ChatFailure failure) {
        exchange.failed(failure.code());
        exchange.loop()
                .run(() -> {
                    if (exchange.client().committed()) {
                        cut(exchange, failure);
                    } else {
                        exchange.reply(reply(exchange, failure));
                    }
                });
    }

    private static void cut(Exchange exchange, ChatFailure failure) {
        var last = new WireBuffer();
        OpenAiErrors.event(failure, exchange.requestId(), last);
        exchange.cut(last);
    }

    private static Reply reply(Exchange exchange, ChatFailure failure) {
        OpenAiErrors.Reply error = OpenAiErrors.reply(failure, exchange.requestId());
        var reply = Reply.json(error.status(), new WireBuffer().text(error.body()));
        return error.retryAfterSeconds() == 0
                ? reply
                : reply.with("retry-after", Integer.toString(error.retryAfterSeconds()));
    }

    private ChatFailure notFound(Exchange exchange, RequestPath path) {
        String methods =
                endpoints.keySet().stream()
                        .filter(route -> path.match(route).isPresent())
                        .map(Route::method)
                        .collect(Collectors.joining(", "));
        if (!methods.isEmpty()) {
            return ChatFailure.of(
                    FailureCode.METHOD_WRONG,
                    ChatFailure.CLIENT,
                    "This path does not take " + exchange.method() + ".",
                    "Use " + methods + ".");
        }
        return ChatFailure.of(
                FailureCode.ROUTE_UNKNOWN,
                ChatFailure.CLIENT,
                "Invalid URL (" + exchange.method() + " " + exchange.path() + ").",
                "`sluice routes` lists the paths there are; OpenAI clients need a base URL that"
                        + " ends in /v1.");
    }

    private static ChatFailure bug() {
        return ChatFailure.of(
                FailureCode.INTERNAL,
                ChatFailure.SLUICE,
                "The gateway failed on this request.",
                "This is a bug in Sluice; report it with the request id.");
    }
}
