package dev.sluice.cli;

import dev.sluice.testing.Answer;
import dev.sluice.testing.RawClient;

/** A client that sends its key, empty for none, with every request. */
record KeyHolder(int port, String key) {
    Answer get(String path, String... headers) {
        try (var client = RawClient.connect(port)) {
            return client.send("GET " + path + head(headers) + "\r\n").answer();
        }
    }

    Answer chat(String model) {
        try (var client = stream(model, false)) {
            return client.answer();
        }
    }

    /** The caller reads it, and closes it. */
    RawClient stream(String model) {
        return stream(model, true);
    }

    private RawClient stream(String model, boolean stream) {
        String body =
                """
                {"model":"%s","stream":%b,"messages":[{"role":"user","content":"Hi"}]}\
                """
                        .formatted(model, stream);
        String length = "Content-Length: " + body.length();
        return RawClient.connect(port)
                .send("POST /v1/chat/completions" + head(length) + "\r\n" + body);
    }

    private String head(String... headers) {
        var head = new StringBuilder(" HTTP/1.1\r\nHost: localhost\r\n");
        if (!key.isEmpty()) {
            head.append("Authorization: Bearer ").append(key).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }
}
