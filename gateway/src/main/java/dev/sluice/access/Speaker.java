package dev.sluice.access;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose words a request brings.
 *
 * @param client whose key it came with
 * @param user the client's user, empty when the client speaks for itself
 */
public record Speaker(String client, String user) {
    /** What a template may hold in braces. */
    public static final List<String> PLACES = List.of("client", "user");

    private static final Pattern PLACE = Pattern.compile("\\{(?:client|user)}");

    public Speaker {
        Objects.requireNonNull(client);
        Objects.requireNonNull(user);
    }

    /**
     * What an upstream calls the speaker. Two clients or two users have never the same name there,
     * as long as the template holds both: a colon of the client's own name is escaped. A client
     * that speaks for itself is called by its own name alone.
     *
     * @param template with {@code {client}} and {@code {user}} in the place of their names
     */
    public String under(String template) {
        String owner = client.replace("%", "%25").replace(":", "%3A");
        // In one go, since a user may be called {client}.
        return user.isEmpty()
                ? owner
                : PLACE.matcher(template)
                        .replaceAll(place ->
                                Matcher.quoteReplacement(
                                        place.group().equals("{user}") ? user : owner));
    }

    /** Without the user, who is a person. */
    @Override
    public String toString() {
        return "Speaker[" + client + "]";
    }
}
