package dev.sluice.testing;

import java.util.List;

/**
 * A chat completions request.
 *
 * @param instructions of a system message before all others, empty for none
 * @param earlier what was said before: by the user first, then in turns
 * @param options further members of the JSON object, each with a comma before it
 * @param headers whole lines of the head
 */
public record Question(
        String model,
        String instructions,
        List<String> earlier,
        String text,
        String options,
        String headers) {
    public Question {
        earlier = List.copyOf(earlier);
    }

    public static Question to(String model) {
        return new Question(model, "", List.of(), "Hello?", "", "");
    }

    public Question saying(String newText) {
        return new Question(model, instructions, earlier, newText, options, headers);
    }

    /** With what was said before: by the user first, then in turns. */
    public Question after(String... said) {
        return new Question(model, instructions, List.of(said), text, options, headers);
    }

    /** With a system message before all others. */
    public Question instructed(String newInstructions) {
        return new Question(model, newInstructions, earlier, text, options, headers);
    }

    public Question streamed() {
        return with("\"stream\":true");
    }

    public Question streamedWithUsage() {
        return streamed().with("\"stream_options\":{\"include_usage\":true}");
    }

    /** One more member, as JSON. */
    public Question with(String member) {
        return new Question(model, instructions, earlier, text, options + "," + member, headers);
    }

    public Question header(String name, String value) {
        return new Question(
                model,
                instructions,
                earlier,
                text,
                options,
                headers + name + ": " + value + "\r\n");
    }

    /** The texts must need no escapes. */
    public String json() {
        var messages = new StringBuilder();
        if (!instructions.isEmpty()) {
            messages.append(message("system", instructions)).append(',');
        }
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
