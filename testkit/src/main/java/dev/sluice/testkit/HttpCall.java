package dev.sluice.testkit;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request as far as the simulated server looks at it; a header that is absent is empty. */
record HttpCall(
        String method,
        String path,
        Map<String, List<String>> query,
        HttpHeaders headers,
        String body,
        Form form,
        boolean keepAlive) {
    static final HttpCall NONE =
            new HttpCall("", "", Map.of(), EmptyHttpHeaders.INSTANCE, "", Form.NONE, false);

    static HttpCall of(FullHttpRequest request) {
        var uri = new QueryStringDecoder(request.uri());
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        boolean form = type.startsWith("multipart/form-data");
        return new HttpCall(
                request.method().name(),
                uri.path(),
                uri.parameters(),
                request.headers(),
                form ? "" : request.content().toString(StandardCharsets.UTF_8),
                form
                        ? Form.parse(type, request.content().toString(StandardCharsets.ISO_8859_1))
                        : Form.NONE,
                HttpUtil.isKeepAlive(request));
    }

    String authorization() {
        return headers.get(HttpHeaderNames.AUTHORIZATION, "");
    }

    String contentType() {
        return headers.get(HttpHeaderNames.CONTENT_TYPE, "");
    }

    /** A query parameter, empty when absent. */
    String parameter(String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    /** Found under their names in any case. */
    Map<String, List<String>> headersByName() {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.names().forEach(name -> byName.put(name, List.copyOf(headers.getAll(name))));
        return byName;
    }

    /** Neither key nor prompt. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
