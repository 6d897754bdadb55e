package dev.sluice.edge;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ErrorDialect;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.openai.OpenAiErrors;
import dev.sluice.web.RequestPath;
import dev.sluice.web.UnknownPaths;

/** Says of a path that is not served what the client should be given instead. */
public final class UnservedPaths implements UnknownPaths {
    private final ErrorDialect errors = new OpenAiErrors();

    @Override
    public ErrorDialect errors() {
        return errors;
    }

    @Override
    public ChatFailure failure(String method, RequestPath path, String origin) {
        String plain = path.normalized();
        return PlannedApi.failure(method, plain)
                .or(() -> BaseUrlHint.failure(method, plain, origin))
                .or(() -> PlannedApi.service(method, plain))
                .orElseGet(() -> unknown(method, path));
    }

    private static ChatFailure unknown(String method, RequestPath path) {
        String plain = path.normalized();
        if (plain.startsWith("/v1/") || plain.equals("/v1")) {
            return ChatFailure.of(
                    FailureCode.ROUTE_UNKNOWN,
                    ChatFailure.CLIENT,
                    "Invalid URL (%s %s): the base URL is right, but this call is not served."
                            .formatted(method, path),
                    "Nothing replaces it here: `sluice routes` lists the calls that are served.");
        }
        return ChatFailure.of(
                FailureCode.ROUTE_UNKNOWN,
                ChatFailure.CLIENT,
                "Invalid URL (" + method + " " + path + ").",
                "`sluice routes` lists the paths there are; OpenAI clients need a base URL that"
                        + " ends in /v1.");
    }
}
