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
            return List.of();
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

    /** Another replica was first, or the name is used otherwise. */
    private static List<String> taken(ApiKeys keys) {
        return keys.hasAdmin()
                ? List.of()
                : List.of(
                        "no key may administer this gateway; `sluice keys create NAME --admin` makes"
                                + " one");
    }
}
