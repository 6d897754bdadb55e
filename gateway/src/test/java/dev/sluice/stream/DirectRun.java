package dev.sluice.stream;

import dev.sluice.testing.Answer;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Mode;
import dev.sluice.testkit.SimulatedApp;

/** Asks the simulated Dify without the gateway, to see what the gateway sees. */
final class DirectRun {
    private DirectRun() {}

    static Answer of(TestGateway gateway, SimulatedApp app) {
        try (var upstream = RawClient.connect(gateway.dify().url().getPort())) {
            return upstream.send(request(app)).answer();
        }
    }

    private static String request(SimulatedApp app) {
        boolean chat = app.mode() == Mode.CHAT;
        String body =
                chat
                        ? "{\"query\":\"Hello?\",\"inputs\":{},\"user\":\"open\",\"response_mode\":\"streaming\"}"
                        : "{\"inputs\":{\"query\":\"Hello?\"},\"user\":\"open\",\"response_mode\":\"streaming\"}";
        return """
        POST /v1/%s HTTP/1.1\r
        Host: dify\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s\
        """
                .formatted(
                        chat ? "chat-messages" : "workflows/run", app.key(), body.length(), body);
    }
}
