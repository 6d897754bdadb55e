package dev.sluice.testkit;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;

/** A request as far as the simulated server looks at it; a header that is absent is empty. */
record HttpCall(
        String method,
        String path,
        String authorization,
        String contentType,
        String body,
        boolean keepAlive) {
    static HttpCall of(FullHttpRequest request) {
        return new HttpCall(
                request.method().name(),
                request.uri().replaceFirst("[?].*", ""),
                request.headers().get(HttpHeaderNames.AUTHORIZATION, ""),
                request.headers().get(HttpHeaderNames.CONTENT_TYPE, ""),
                request.content().toString(StandardCharsets.UTF_8),
                HttpUtil.isKeepAlive(request));
    }

    /** Neither key nor prompt. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
