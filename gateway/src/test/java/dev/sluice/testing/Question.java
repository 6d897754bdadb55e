package dev.sluice.testing;

import java.util.List;

/**
 * A chat completions request.
 *
 * @param earlier what was said before: by the user first, then in turns
 * @param options further members of the JSON object, each with a comma before it
 * @param headers whole lines of the head
 */
public record Question(
        String model, List<String> earlier, String text, String options, String headers) {
    public Question {
        earlier = List.copyOf(earlier);
    }

    public static Question to(String model) {
        return new Question(model, List.of(), "Hello?", "", "");
    }

    public Question saying(String newText) {
        return new Question(model, earlier, newText, options, headers);
    }

    /** With what was said before: by the user first, then in turns. */
    public Question after(String... said) {
        return new Question(model, List.of(said), text, options, headers);
    }

    public Question streamed() {
        return with("\"stream\":true");
    }

    public Question streamedWithUsage() {
        return streamed().with("\"stream_options\":{\"include_usage\":true}");
    }

    /** One more member, as JSON. */
    public Question with(String member) {
        return new Question(model, earlier, text, options + "," + member, headers);
    }

    public Question header(String name, String value) {
        return new Question(model, earlier, text, options, headers + name + ": " + value + "\r\n");
    }

    /** The texts must need no escapes. */
    public String json() {
        var messages = new StringBuilder();
        for (int i = 0; i < earlier.size(); i++) {
            messages.append(message(i % 2 == 0 ? "user" : "assistant", earlier.get(i))).append(',');
        }
        messages.append(message("user", text));
        return """
        {"model":"%s","messages":[%s]%s}\
        """
                .formatted(model, messages, options);
    }

    private static String message(String role, String content) {
        return """
        {"role":"%s","content":"%s"}\
        """
                .formatted(role, content);
    }
}
