package dev.sluice.acceptance.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The loop that every client for Java shares: one JSON object per line in, one per line out. */
final class AdapterLoop {
    static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private AdapterLoop() {}

    /** Asks one question by the client's own means. */
    interface Client {
        void ask(JsonNode question, Shown shown) throws Exception;
    }

    /** What the program that uses the client got to see. */
    static final class Shown {
        private final JsonNode question;
        private final ObjectNode answer = JsonMapper.shared().createObjectNode();
        private final StringBuilder text = new StringBuilder();
        private boolean left;

        private Shown(JsonNode question) {
            this.question = question;
        }

        /** Takes a piece of the answer; true when the program is to leave the stream now. */
        boolean piece(String piece) {
            if (piece.isEmpty()) {
                return false;
            }
            boolean first = text.isEmpty();
            text.append(piece);
            double pause = question.path("pause").asDouble(0);
            if (first && pause > 0) {
                sleep(pause);
            }
            left = question.path("leave").asBoolean(false);
            return left;
        }

        private static void sleep(double seconds) {
            try {
                Thread.sleep((long) (seconds * 1000));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        void text(String whole) {
            text.setLength(0);
            text.append(whole);
        }

        String text() {
            return text.toString();
        }

        void finish(String reason) {
            answer.put("finish", reason);
        }

        void usage(long prompt, long completion, long total) {
            answer.putArray("usage").add(prompt).add(completion).add(total);
        }

        private void failed(Throwable failure, Status status) {
            Throwable told = failure;
            int code = status.of(told);
            while (code == 0 && told.getCause() != null && told.getMessage() == null) {
                told = told.getCause();
                code = status.of(told);
            }
            answer.putObject("error")
                    .put("type", told.getClass().getSimpleName())
                    .put("message", String.valueOf(told.getMessage()))
                    .put("status", code);
        }

        private String line() {
            answer.put("text", text.toString()).put("left", left);
            return answer.toString();
        }
    }

    /** Finds the status in an exception of the client; 0 where there is none. */
    interface Status {
        int of(Throwable failure);
    }

    /** What was said before under the question's name for its history. */
    static final class Histories<H> {
        private final Map<String, H> histories = new HashMap<>();
        private final Supplier<H> empty;

        Histories(Supplier<H> empty) {
            this.empty = empty;
        }

        H of(JsonNode question) {
            String name = question.path("history").asString("");
            return name.isEmpty() ? empty.get() : histories.computeIfAbsent(name, _ -> empty.get());
        }
    }

    static void serve(Client client, Status status) throws IOException {
        var answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var questions =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answers.println("{}");
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            JsonNode question = JsonMapper.shared().readTree(line);
            var shown = new Shown(question);
            try {
                client.ask(question, shown);
            } catch (Exception failure) {
                shown.failed(failure, status);
            }
            answers.println(shown.line());
        }
        // The clients' own threads would keep the process for a minute.
        System.exit(0);
    }
}
