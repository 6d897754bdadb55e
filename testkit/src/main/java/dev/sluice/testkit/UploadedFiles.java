package dev.sluice.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files an app was sent; what was in them is not kept. */
final class UploadedFiles {
    private final Map<String, Stored> files = new ConcurrentHashMap<>();

    private record Stored(String user, Form.File file) {}

    void put(String id, String user, Form.File file) {
        files.put(id, new Stored(user, file));
    }

    boolean belongsTo(String id, String user) {
        return find(id).map(stored -> stored.user.equals(user)).orElse(false);
    }

    /** Empty for a file that nobody sent. */
    String name(String id) {
        return find(id).map(stored -> stored.file.name()).orElse("");
    }

    Optional<Form.File> file(String id) {
        return find(id).map(Stored::file);
    }

    private Optional<Stored> find(String id) {
        return Optional.ofNullable(files.get(id));
    }
}
