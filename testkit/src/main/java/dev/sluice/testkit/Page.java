package dev.sluice.testkit;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An answer in one piece. */
record Page(int status, String contentType, String headers, String body) {
    private static final int NO_CONTENT = 204;
    private static final String JSON = "application/json";
    private static final String UNAUTHORIZED = "WWW-Authenticate: Bearer realm=\"api\"\r\n";

    /** As Dify itself answers. */
    static Page json(int status, String json, Profile profile) {
        String headers = difyHeaders(profile) + (status == 401 ? UNAUTHORIZED : "");
        return new Page(status, JSON, headers, json + "\n");
    }

    static Page json(int status, JsonNode json, Profile profile) {
        return json(status, new Template.Builder(JsonStyle.PYTHON).content(json).text(), profile);
    }

    static Page success(Profile profile) {
        return json(200, "{\"result\": \"success\"}", profile);
    }

    static Page noContent(Profile profile) {
        return new Page(NO_CONTENT, JSON, difyHeaders(profile), "");
    }

    static Page error(DifyError error, Profile profile) {
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
        return new Page(status, "text/html", "", body);
    }

    /** Status 200, but not what was asked for. */
    static Page ofType(String contentType) {
        String body =
                contentType.startsWith(JSON)
                        ? "{\"result\":\"success\"}"
                        : "<!doctype html>\n<html><body><h1>Sign in</h1></body></html>\n";
        return new Page(200, contentType, "", body);
    }

    static String difyHeaders(Profile profile) {
        return "X-Version: " + profile.version() + "\r\nX-Env: PRODUCTION\r\n";
    }

    /** A shape with what is bound to it. */
    static String spelled(JsonNode shape, Map<String, JsonNode> values) {
        return new Template.Builder(JsonStyle.PYTHON).json(shape, values).text();
    }

    String head(boolean keepAlive) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String lengthHeader = status == NO_CONTENT ? "" : "Content-Length: " + length + "\r\n";
        return "HTTP/1.1 %s\r\nServer: nginx\r\nContent-Type: %s\r\n%sConnection: %s\r\n%s\r\n"
                .formatted(
                        HttpResponseStatus.valueOf(status),
                        contentType,
                        lengthHeader,
                        keepAlive ? "keep-alive" : "close",
                        headers);
    }

    /** Not the body, which may hold an answer. */
    @Override
    public String toString() {
        return "Page[" + status + " " + contentType + "]";
    }
}
