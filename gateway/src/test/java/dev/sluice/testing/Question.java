package dev.sluice.testing;

/**
 * A chat completions request.
 *
 * @param options further members of the JSON object, each with a comma before it
 */
public record Question(String model, String text, String options) {

    public static Question to(String model) {
        return new Question(model, "Hello?", "");
    }

    public Question saying(String newText) {
        return new Question(model, newText, options);
    }

    public Question streamed() {
        return with("\"stream\":true");
    }

    public Question streamedWithUsage() {
        return streamed().with("\"stream_options\":{\"include_usage\":true}");
    }

    /** One more member, as JSON. */
    public Question with(String member) {
        return new Question(model, text, options + "," + member);
    }

    /** The text must need no escapes. */
    public String json() {
        return """
        {"model":"%s","messages":[{"role":"user","content":"%s"}]%s}\
        """
                .formatted(model, text, options);
    }
}
