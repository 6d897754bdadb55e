package dev.sluice.access;

import dev.sluice.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The first key that may do everything: made when there is none, so that somebody can begin. */
public final class AdminToken {
    public static final String NAME = "admin";
    static final String FILE = "admin-token";

    private AdminToken() {}

    /**
     * Makes the key if no live one may administer.
     *
     * @param terminal whether what is printed is read by a person, and kept nowhere
     * @return what to print, nothing if nothing was made; it holds the key only for a terminal
     */
    public static List<String> first(ApiKeys keys, Path folder, boolean terminal) {
        if (keys.hasAdmin()) {
            return stale(keys, folder.resolve(FILE));
        }
        NewKey key = keys.random(NAME);
        Path file = folder.resolve(FILE);
        try {
            if (!terminal) {
                // First, for a key that counts and that nobody knows would be of no use.
                PrivateFiles.replace(file, key.key() + "\n");
            }
            if (!keys.add(key, Grants.ALL)) {
                Files.deleteIfExists(file);
                return taken(keys);
            }
        } catch (IOException e) {
            throw new AccessException(
                    "the first admin key cannot be written to "
                            + file
                            + "; give this user the right to, or start once in a terminal",
                    e);
        }
        return List.of(
                terminal
                        ? "the first admin key, shown only now: " + key.key()
                        : "the first admin key is in "
                                + file
                                + "; keep it elsewhere, and delete the file");
    }

    /** A file that is left of another database, or of a key that was revoked. */
    private static List<String> stale(ApiKeys keys, Path file) {
        try {
            if (Files.notExists(file) || keys.isLive(Files.readString(file).strip())) {
                return List.of();
            }
        } catch (IOException unreadable) {
            // Nobody else can read a wrong key in it either.
            return List.of();
        }
        return List.of(
                "the key in "
                        + file
                        + " does not count here; delete the file, and make another with: sluice"
                        + " keys create NAME --admin");
    }

    /** What to say of the file once another database is in place, whose keys are not read yet. */
    public static List<String> afterRestore(Path folder) {
        Path file = folder.resolve(FILE);
        return Files.notExists(file)
                ? List.of()
                : List.of(
                        file
                                + " was made for what is replaced; if its key is refused now,"
                                + " delete it and make another with: sluice keys create NAME"
                                + " --admin");
    }

    /** Another replica was first, or the name is used otherwise. */
    private static List<String> taken(ApiKeys keys) {
        return keys.hasAdmin()
                ? List.of()
                : List.of(
                        "no key may administer this gateway; `sluice keys create NAME --admin` makes"
                                + " one");
    }
}
