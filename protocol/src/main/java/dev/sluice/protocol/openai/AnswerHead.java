package dev.sluice.protocol.openai;

import dev.sluice.protocol.WireBuffer;

/** The first members of an answer, up to its choices; the same in every chunk of a stream. */
record AnswerHead(String object, String requestId, long createdSeconds, String model) {
    private static final String REQUEST_ID_PREFIX = "req_";

    void write(WireBuffer out) {
        out.text("{\"id\":\"chatcmpl-").escaped(suffix());
        out.text("\",\"object\":\"").text(object);
        out.text("\",\"created\":").text(Long.toString(createdSeconds));
        out.text(",\"model\":\"").escaped(model).text("\",\"choices\":[");
    }

    private String suffix() {
        return requestId.startsWith(REQUEST_ID_PREFIX)
                ? requestId.substring(REQUEST_ID_PREFIX.length())
                : requestId;
    }
}
