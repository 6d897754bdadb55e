package dev.sluice.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client as {@code clients.json} lists it.
 *
 * @param program the script of the adapter, or its class
 * @param packages name and version as the platform's installer takes them
 */
record Client(
        String name, Platform platform, String program, List<String> packages, Set<String> traits) {
    /** Obeys {@code x-should-retry: false}, so that a failed run must not be begun again. */
    static final String READS_SHOULD_RETRY = "reads-should-retry";

    /** Says in a header how long it waits. */
    static final String STATES_TIMEOUT = "states-timeout";

    /** Goes on reading when its user leaves the loop. */
    static final String READS_TO_THE_END = "reads-to-the-end";

    /** Does not read the error event of a stream, only that the stream has broken off. */
    static final String HIDES_STREAM_ERRORS = "hides-stream-errors";

    /** Repeats a failed request for longer than anybody watches. */
    static final String REPEATS_FOR_MINUTES = "repeats-for-minutes";

    /** Prints lines of its own beside the answer. */
    static final String SHOWS_MORE = "shows-more";

    /** What runs it. */
    enum Platform {
        PYTHON,
        NODE,
        JAVA,
        BROWSER;

        static Platform named(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    Client {
        packages = List.copyOf(packages);
        traits = Set.copyOf(traits);
    }

    static List<Client> read(Path file) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (JsonNode client :
                JsonMapper.shared().readTree(Files.readString(file)).path("clients")) {
            clients.add(
                    new Client(
                            client.path("name").asString(),
                            Platform.named(client.path("platform").asString()),
                            client.path("program").asString(),
                            texts(client.path("packages")),
                            Set.copyOf(texts(client.path("traits")))));
        }
        return List.copyOf(clients);
    }

    boolean has(String trait) {
        return traits.contains(trait);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
