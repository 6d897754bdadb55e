package dev.sluice.cli;

import static java.util.Map.entry;

import dev.sluice.protocol.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands of other programs that people try here, and what does the same. */
final class FamiliarWords {
    private static final String SERVE = "The command is `sluice serve`.";
    private static final String STOP =
            "A gateway stops by Ctrl-C in its terminal, by SIGTERM to its process (the number is in"
                    + " sluice.lock in the state folder), or by systemctl stop, where systemd runs it.";
    private static final String STATUS =
            "A running gateway answers at /readyz: curl http://127.0.0.1:8000/readyz, with a key that"
                    + " reads the status for the details.";
    private static final String LOG =
            "The log is what `sluice serve` writes to standard error; `sluice explain REQUEST-ID` shows"
                    + " one request.";

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    entry("start", SERVE),
                    entry("run", SERVE),
                    entry("up", SERVE),
                    entry("stop", STOP),
                    entry("down", STOP),
                    entry("kill", STOP),
                    entry(
                            "restart",
                            "`sluice reload` has a running gateway read its configuration again. "
                                    + STOP),
                    entry("status", STATUS),
                    entry("health", STATUS),
                    entry("ps", STATUS),
                    entry("log", LOG),
                    entry("logs", LOG),
                    entry(
                            "doctor",
                            "That command is planned. In this version `sluice config check` looks at"
                                    + " the configuration, and /readyz of a running gateway says which"
                                    + " upstreams cannot be read."));

    /** A slip of the fingers must not lead to these. */
    private static final Set<String> REPLACING_DATA = Set.of("restore", "reset", "migrate");

    private FamiliarWords() {}

    /** What to do instead, if that is known. */
    static Optional<String> advice(String word, Collection<String> commands) {
        List<String> harmless =
                commands.stream().filter(command -> !REPLACING_DATA.contains(command)).toList();
        return Optional.ofNullable(WORDS.get(word))
                .or(() ->
                        Nearest.to(word, commands)
                                .filter(harmless::contains)
                                .map(near -> "Did you mean `sluice " + near + "`?"));
    }
}
