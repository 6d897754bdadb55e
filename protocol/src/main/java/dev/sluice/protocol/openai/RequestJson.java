package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/** The body of a request, which is one JSON object. No message repeats anything of it. */
final class RequestJson {
    private RequestJson() {}

    /**
     * The body with these members, and without any other.
     *
     * @param members by their names
     * @throws ChatFailedException when it is not one JSON object in UTF-8
     */
    static JsonNode object(byte[] body, Predicate<String> members) {
        JsonFootprint.of(body);
        try {
            return JsonMembers.read(body, members)
                    .orElseThrow(() -> refused("The request body is not a JSON object."));
        } catch (StreamConstraintsException _) {
            throw refused(
                    "The request body is nested too deeply, or has an endless number or name.");
        } catch (JacksonException e) {
            // The exception's own message quotes the body.
            TokenStreamLocation at = e.getLocation();
            throw refused(
                    "The request body is not valid JSON (line %d, column %d)."
                            .formatted(at.getLineNr(), at.getColumnNr()));
        } catch (NumberFormatException | ArithmeticException _) {
            // JSON sets no bounds to an exponent; Java does, and its message quotes the number.
            throw refused("The request body has a number that is too large or too small.");
        }
    }

    private static ChatFailedException refused(String cause) {
        return new ChatFailedException(
                ChatFailure.of(
                        FailureCode.REQUEST_JSON,
                        ChatFailure.CLIENT,
                        cause,
                        "Send one JSON object in which no member appears twice, and nothing after"
                                + " it."));
    }
}
