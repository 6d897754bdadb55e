package dev.sluice.protocol;

import java.util.Map;
import java.util.Objects;

/** A whole response of an upstream to a {@link Call}. */
public record CallResponse(ResponseHead head, String body) {
    public CallResponse {
        Objects.requireNonNull(head);
        Objects.requireNonNull(body);
    }

    /** One with no header but its content type. */
    public static CallResponse of(int status, String contentType, String body) {
        return new CallResponse(
                new ResponseHead(status, Map.of("content-type", contentType)), body);
    }

    public int status() {
        return head.status();
    }

    public String contentType() {
        return head.header("content-type");
    }
}
