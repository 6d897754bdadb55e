package dev.sluice.testkit;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An answer in one piece. */
record Page(int status, String contentType, String headers, String body) {
    private static final String SERVER = "Server: gunicorn\r\n";
    private static final String PROXY = "Server: nginx\r\n";
    private static final String VARY = "Vary: Cookie\r\n";
    private static final String CORS =
            "Access-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: X-Env, X-Trace-Id, X-Version\r\n";
    private static final int NO_CONTENT = 204;
    private static final String JSON = "application/json";

    /** Runs in one piece name their charset, which other pages do not. */
    private static final String RUN_JSON = JSON + "; charset=utf-8";

    private static final String WERKZEUG_404 =
            """
            <!doctype html>
            <html lang=en>
            <title>404 Not Found</title>
            <h1>Not Found</h1>
            <p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
            """;
    private static final String UNAUTHORIZED = "WWW-Authenticate: Bearer realm=\"api\"\r\n";

    /** As Dify itself answers. */
    static Page json(int status, String json, Profile profile) {
        String headers = difyHeaders(profile) + (status == 401 ? UNAUTHORIZED : "");
        return new Page(status, JSON, headers, json + "\n");
    }

    static Page json(int status, JsonNode json, Profile profile) {
        return json(status, new Template.Builder(JsonStyle.PYTHON).content(json).text(), profile);
    }

    /** A run in one piece. */
    static Page ofRun(String json, Profile profile) {
        return profile.isAtLeast("1.16.0")
                ? new Page(200, RUN_JSON, difyHeaders(profile), json)
                : json(200, json, profile);
    }

    /** Since 1.16 at the latest an unknown path is no matter of the API. */
    static Page noSuchPath(Profile profile) {
        return profile.isAtLeast("1.16.0")
                ? new Page(404, "text/html; charset=utf-8", difyHeaders(profile), WERKZEUG_404)
                        .withoutCors()
                : error(DifyError.NO_SUCH_PATH, profile);
    }

    static Page otherMethod(Profile profile) {
        return error(DifyError.OTHER_METHOD, profile).withoutCors();
    }

    /** What is no route of the API may not be called from other origins. */
    private Page withoutCors() {
        return new Page(status, contentType, headers.replace(CORS, ""), body);
    }

    static Page success(Profile profile) {
        return json(200, "{\"result\": \"success\"}", profile);
    }

    static Page noContent(Profile profile) {
        return new Page(NO_CONTENT, JSON, difyHeaders(profile), "");
    }

    static Page error(DifyError error, Profile profile) {
        if (error.equals(DifyError.UNHANDLED) && profile.isAtLeast("1.16.0")) {
            return json(
                    error.status(),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("message", error.message())
                            .put("code", error.code())
                            .put("status", error.status()),
                    profile);
        }
        return json(
                error.status(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("code", error.code())
                        .put("message", error.message())
                        .put("status", error.status()),
                profile);
    }

    /** As a proxy before Dify answers. */
    static Page html(int status) {
        String title = status + " " + HttpResponseStatus.valueOf(status).reasonPhrase();
        String body =
                "<html>\r\n<head><title>%1$s</title></head>\r\n<body>\r\n<center><h1>%1$s</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
                        .formatted(title);
        return new Page(status, "text/html", PROXY, body);
    }

    /** Status 200, but not what was asked for. */
    static Page ofType(String contentType) {
        String body =
                contentType.startsWith(JSON)
                        ? "{\"result\":\"success\"}"
                        : "<!doctype html>\n<html><body><h1>Sign in</h1></body></html>\n";
        return new Page(200, contentType, PROXY, body);
    }

    /** Recordings show the server itself, older profiles the proxy before it. */
    static String difyHeaders(Profile profile) {
        String version = "X-Version: " + profile.version() + "\r\nX-Env: PRODUCTION\r\n";
        return profile.isAtLeast("1.16.0") ? SERVER + CORS + version + VARY : PROXY + version;
    }

    /** A shape with what is bound to it. */
    static String spelled(JsonNode shape, Map<String, JsonNode> values) {
        return new Template.Builder(JsonStyle.PYTHON).json(shape, values).text();
    }

    String head(boolean keepAlive) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String lengthHeader = status == NO_CONTENT ? "" : "Content-Length: " + length + "\r\n";
        return "HTTP/1.1 %s\r\nContent-Type: %s\r\n%sConnection: %s\r\n%s\r\n"
                .formatted(
                        statusAndReason(),
                        contentType,
                        lengthHeader,
                        keepAlive ? "keep-alive" : "close",
                        headers);
    }

    private String statusAndReason() {
        String line = HttpResponseStatus.valueOf(status).toString();
        return headers.startsWith(SERVER) ? line.toUpperCase(Locale.ROOT) : line;
    }

    /** Not the body, which may hold an answer. */
    @Override
    public String toString() {
        return "Page[" + status + " " + contentType + "]";
    }
}
