package dev.sluice.protocol.dify;

import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ResponseHead;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Answers that Dify's API did not give, and what each says about where the upstream's URL leads.
 */
final class ForeignAnswers {
    private static final List<String> CALLS =
            List.of(
                    "/info",
                    "/parameters",
                    "/chat-messages",
                    "/completion-messages",
                    "/workflows/run");
    private static final List<String> ERROR_MEMBERS = List.of("code", "message", "errors");

    /** How a page of Dify's front end, which is made with Next.js, can be known. */
    private static final List<String> WEB_PAGE = List.of("/_next/static", "<title>Dify");

    private static final String API = "where Dify's API begins, usually with /v1";

    private final DifyFailures failures;
    private final String base;

    /**
     * Knows what may be wrong with one URL.
     *
     * @param base where the app is asked
     */
    ForeignAnswers(DifyFailures failures, String base) {
        this.failures = failures;
        this.base = base;
    }

    /** Whether the answer cannot be Dify's: its refusals are JSON of one form. */
    boolean is(CallResponse answer, JsonNode body) {
        int status = answer.status();
        if (status < 400) {
            return true;
        }
        if (body.isEmpty()) {
            return status == 403 || (status == 401 && asksForPassword(answer.head()));
        }
        boolean isDifys = ERROR_MEMBERS.stream().anyMatch(body::has);
        return !isDifys && status < 500 && status != 429;
    }

    ChatFailure failure(CallResponse answer, JsonNode body) {
        if (answer.status() >= 300 && answer.status() < 400) {
            return redirect(answer);
        }
        if (!answer.head().header("content-encoding").isEmpty() && answer.status() == 200) {
            return packed(answer.head());
        }
        if (!body.isEmpty()) {
            return json(answer, body);
        }
        if (answer.status() == 403 || answer.status() == 401) {
            return guarded(answer);
        }
        if (answer.body().isBlank()) {
            return failures.foreign(
                    "Upstream <name> answered %d with nothing.".formatted(answer.status()),
                    "Something answers there in Dify's place: check that upstreams.<name>.url is "
                            + API
                            + ", its port too.");
        }
        return page(answer);
    }

    ChatFailure unknownPath(CallResponse answer) {
        String server = answer.head().header("server").toLowerCase(Locale.ROOT);
        JsonNode body = Json.object(answer.body());
        boolean isDify =
                server.startsWith("gunicorn") || body.path("code").asString("").equals("not_found");
        if (!isDify && !body.isEmpty()) {
            return json(answer, body);
        }
        if (isWebPage(answer)) {
            return page(answer);
        }
        return failures.foreign(
                "Upstream <name> answered 404: there is nothing at this path.",
                isDify
                        ? "Dify answers there, but not its API: set upstreams.<name>.url to "
                                + withV1()
                                + "."
                        : "%s knows no such path: check that upstreams.<name>.url is "
                                        .formatted(named(answer.head()))
                                + API
                                + ", and that it passes /v1 on to Dify's api container.");
    }

    private ChatFailure redirect(CallResponse answer) {
        String target = target(answer.head().header("location"));
        if (target.isEmpty()) {
            return failures.foreign(
                    "Upstream <name> answered %d, a redirect without a target."
                            .formatted(answer.status()),
                    "Check that upstreams.<name>.url is " + API + ".");
        }
        String cause =
                "Upstream <name> answered %d, a redirect to %s."
                        .formatted(answer.status(), ValidationText.shortened(target));
        String path = target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
        Optional<String> call = CALLS.stream().filter(path::endsWith).findFirst();
        String url = call.map(end -> path.substring(0, path.length() - end.length())).orElse("");
        if (url.isEmpty() || url.equals(base)) {
            return failures.foreign(
                    cause,
                    "That is not Dify's API, but perhaps a login page: let requests of Sluice pass, or"
                            + " set upstreams.<name>.url to "
                            + API
                            + ".");
        }
        return failures.foreign(
                cause, "In upstreams.<name> write url: " + ValidationText.shortened(url));
    }

    /** Absolute, and without a password, a query and a fragment. */
    private String target(String location) {
        try {
            URI target = URI.create(base + "/").resolve(location);
            String host = target.getHost();
            if (location.isEmpty() || host == null) {
                return "";
            }
            String port = target.getPort() < 0 ? "" : ":" + target.getPort();
            return target.getScheme() + "://" + host + port + target.getPath();
        } catch (IllegalArgumentException _) {
            // Not an address; there is nothing to be named then.
            return "";
        }
    }

    private ChatFailure packed(ResponseHead head) {
        return failures.foreign(
                "Upstream <name> sent its answer packed (%s), which was not asked for."
                        .formatted(ValidationText.shortened(head.header("content-encoding"))),
                "Dify does not pack answers: switch compression off in what stands before it%s, for nginx with gzip off."
                        .formatted(server(head)));
    }

    private ChatFailure json(CallResponse answer, JsonNode body) {
        if (body.path("error").isObject() || body.path("object").isString()) {
            return failures.foreign(
                    "Upstream <name> answered %d as an OpenAI server does."
                            .formatted(answer.status()),
                    "Sluice asks Dify, not a model server: set upstreams.<name>.url to "
                            + API
                            + ".");
        }
        if (body.has("answer") || body.has("workflow_run_id")) {
            return failures.foreign(
                    "Upstream <name> answered in one piece instead of a stream.",
                    "Look for a proxy before Dify that changes requests, and take it out of the way.");
        }
        return failures.foreign(
                "Upstream <name> answered %d with JSON that is not Dify's."
                        .formatted(answer.status()),
                "Another program answers there: set upstreams.<name>.url to " + API + ".");
    }

    private ChatFailure guarded(CallResponse answer) {
        return failures.foreign(
                "%s before upstream <name> answered %d with %s."
                        .formatted(named(answer.head()), answer.status(), type(answer)),
                "It keeps Sluice from Dify: let requests with this address and key pass, for instance"
                        + " past its login or firewall.");
    }

    private ChatFailure page(CallResponse answer) {
        String cause =
                "Upstream <name> answered %d with %s instead of what Dify sends."
                        .formatted(answer.status(), type(answer));
        if (isWebPage(answer)) {
            return failures.foreign(
                    cause,
                    "This is Dify's web page, not its API: set upstreams.<name>.url to "
                            + withV1()
                            + "; where port 3000 is the page, the API has port 5001 or the proxy's.");
        }
        return failures.foreign(
                cause,
                "Check that upstreams.<name>.url is "
                        + API
                        + ", and not a web page or a login page before it.");
    }

    private static boolean isWebPage(CallResponse answer) {
        return WEB_PAGE.stream().anyMatch(answer.body()::contains);
    }

    private String withV1() {
        return base.endsWith("/v1") ? API : target("/v1");
    }

    private static boolean asksForPassword(ResponseHead head) {
        return head.header("www-authenticate").toLowerCase(Locale.ROOT).startsWith("basic");
    }

    private static String type(CallResponse answer) {
        String type = answer.contentType().toLowerCase(Locale.ROOT);
        return type.isEmpty() ? "no type" : ValidationText.shortened(type);
    }

    private static String named(ResponseHead head) {
        return "The proxy" + server(head);
    }

    private static String server(ResponseHead head) {
        String server = head.header("server");
        return server.isEmpty() ? "" : " (" + ValidationText.shortened(server) + ")";
    }
}
