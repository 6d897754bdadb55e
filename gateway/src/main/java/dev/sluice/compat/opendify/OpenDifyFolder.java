package dev.sluice.compat.opendify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folder of an OpenDify, of whatever make; nothing in it is changed. */
public final class OpenDifyFolder {
    private static final String DATABASE = "data/conversation_mappings.db";
    private static final List<String> FILES =
            List.of("data/conversation_mappings.json", "conversation_mappings.json");
    private static final String SESSIONS = "session_map.json";

    private final Path folder;

    public OpenDifyFolder(Path folder) {
        this.folder = folder;
    }

    /** Where the configuration would be. */
    public Path env() {
        return folder.resolve(".env");
    }

    /** Whether it has a configuration. */
    public boolean isConfigured() {
        return Files.isRegularFile(env());
    }

    /** Where conversations would be. */
    public List<Path> places() {
        var places = new ArrayList<Path>();
        places.add(folder.resolve(DATABASE));
        FILES.forEach(name -> places.add(folder.resolve(name)));
        places.add(folder.resolve(SESSIONS));
        return places;
    }

    /**
     * All conversations that it remembers.
     *
     * @throws MigrationException when one of the files cannot be read
     */
    public Mappings mappings() {
        var gathering = new Gathering();
        var found = new ArrayList<Mappings.Found>();
        for (Path file : places()) {
            if (Files.isRegularFile(file)) {
                int before = gathering.entries();
                read(file, gathering);
                found.add(new Mappings.Found(file, gathering.entries() - before));
            }
        }
        return new Mappings(found, List.copyOf(gathering.rows()), gathering.leftOut());
    }

    private static void read(Path file, Gathering gathering) {
        try {
            if (file.endsWith(DATABASE)) {
                new MappingsDatabase(file).read(gathering);
            } else {
                var keys =
                        file.endsWith(SESSIONS)
                                ? MappingsFile.Keys.SESSIONS
                                : MappingsFile.Keys.CHATS;
                new MappingsFile(file, keys).read(gathering);
            }
        } catch (IOException refused) {
            throw new MigrationException(
                    file
                            + " cannot be read ("
                            + refused.getClass().getSimpleName()
                            + "); give this user the right to",
                    refused);
        }
    }
}
