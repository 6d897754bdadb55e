package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ErrorDialect;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.JsonText;
import dev.sluice.protocol.StreamEnd;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.WireError;
import java.util.LinkedHashMap;

/** Failures as clients of the OpenAI API know them, with our diagnosis beside. */
public final class OpenAiErrors implements ErrorDialect {
    private static final int UNAUTHORIZED = 401;
    private static final long MILLIS = 1_000;

    /** No event is longer than a line may be, whatever an upstream calls its things. */
    private static final int MOST_BYTES = 4 * 1024;

    /** OpenAI's own clients read {@code x-should-retry} before the status. */
    @Override
    public WireError error(ChatFailure failure, String requestId) {
        var body = new WireBuffer();
        write(failure, requestId, body);
        int status = rendering(failure.code()).status;
        var headers = new LinkedHashMap<String, String>();
        if (status == UNAUTHORIZED) {
            headers.put("www-authenticate", "Bearer");
        }
        if (!failure.retryable()) {
            headers.put("x-should-retry", "false");
        }
        int seconds = failure.retryAfterSeconds();
        if (seconds > 0) {
            headers.put("retry-after", Integer.toString(seconds));
            headers.put("retry-after-ms", Long.toString(seconds * MILLIS));
        }
        return new WireError(status, "application/json", headers, body);
    }

    /** As one more event. */
    @Override
    public StreamEnd breakOff(ChatFailure failure, String requestId, WireBuffer out) {
        out.text("data: ");
        write(failure, requestId, out);
        out.text("\n\n");
        return StreamEnd.CUT;
    }

    /** The error object as JSON, for an answer or for an event of a stream. */
    static void write(ChatFailure failure, String requestId, WireBuffer out) {
        Rendering rendering = rendering(failure.code());
        String cause = JsonText.shortened(failure.cause(), MOST_BYTES);
        String fix = JsonText.shortened(failure.fix(), MOST_BYTES);
        String id = failure.code().id();
        // Of an error inside a stream most clients show the message and nothing else.
        String message = "%s %s [%s, %s]".formatted(cause, fix, id, requestId);
        out.text("{\"error\":{\"message\":\"").escaped(message);
        out.text("\",\"type\":\"").text(rendering.type);
        out.text("\",\"param\":");
        if (failure.param().isEmpty()) {
            out.text("null");
        } else {
            out.text("\"").escaped(JsonText.shortened(failure.param(), MOST_BYTES)).text("\"");
        }
        out.text(",\"code\":\"").text(rendering.code);
        out.text("\",\"diagnosis\":{\"code\":\"").text(id);
        out.text("\",\"source\":\"").escaped(JsonText.shortened(failure.source(), MOST_BYTES));
        out.text("\",\"cause\":\"").escaped(cause);
        out.text("\",\"fix\":\"").escaped(fix);
        out.text("\",\"request_id\":\"").escaped(requestId).text("\"}}}");
    }

    private record Rendering(int status, String type, String code) {}

    private static Rendering rendering(FailureCode code) {
        return switch (code.kind()) {
            case INVALID -> new Rendering(400, "invalid_request_error", invalid(code));
            case REQUEST_LATE -> new Rendering(408, "server_error", "timeout");
            case TOO_LARGE -> new Rendering(413, "invalid_request_error", "request_too_large");
            case LINE_TOO_LONG ->
                    new Rendering(414, "invalid_request_error", "request_line_too_long");
            case HEADERS_TOO_LARGE ->
                    new Rendering(431, "invalid_request_error", "headers_too_large");
            case ENCODING -> new Rendering(415, "invalid_request_error", "unsupported_encoding");
            case UNAUTHENTICATED -> new Rendering(401, "invalid_request_error", "invalid_api_key");
            case FORBIDDEN -> new Rendering(403, "invalid_request_error", "permission_denied");
            case STATE -> new Rendering(503, "service_unavailable_error", "state_unavailable");
            case MODEL_UNKNOWN -> new Rendering(404, "invalid_request_error", "model_not_found");
            case ROUTE_UNKNOWN -> new Rendering(404, "invalid_request_error", "unknown_url");
            case METHOD_WRONG ->
                    new Rendering(405, "invalid_request_error", "method_not_supported");
            case CONVERSATION ->
                    new Rendering(404, "invalid_request_error", "conversation_not_found");
            case BUSY -> new Rendering(429, "rate_limit_error", "rate_limit_exceeded");
            case QUOTA -> new Rendering(429, "insufficient_quota", "insufficient_quota");
            case OVERLOADED ->
                    new Rendering(503, "service_unavailable_error", "server_is_overloaded");
            case UNREACHABLE ->
                    new Rendering(503, "service_unavailable_error", "no_upstream_available");
            case UPSTREAM -> new Rendering(502, "server_error", "upstream_error");
            case WITHDRAWN -> new Rendering(502, "server_error", "content_filter");
            case LATE -> new Rendering(504, "server_error", "timeout");
            // Nobody reads it; the status is for the record.
            case CLIENT_GONE -> new Rendering(499, "server_error", "client_gone");
            case BUG -> new Rendering(500, "server_error", "internal_error");
        };
    }

    private static String invalid(FailureCode code) {
        if (code == FailureCode.REQUEST_JSON) {
            return "invalid_json";
        }
        return code == FailureCode.REQUEST_UNSUPPORTED ? "unsupported_parameter" : "invalid_value";
    }
}
