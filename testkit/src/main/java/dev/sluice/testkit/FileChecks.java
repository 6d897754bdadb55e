package dev.sluice.testkit;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What Dify checks of the files that a request names. */
final class FileChecks {
    private static final Set<String> METHODS = Set.of("remote_url", "local_file");
    private static final Set<String> TYPES =
            Set.of("image", "document", "audio", "video", "custom");

    private final SimulatedApp app;
    private final UploadedFiles uploaded;

    FileChecks(SimulatedApp app, UploadedFiles uploaded) {
        this.app = app;
        this.uploaded = uploaded;
    }

    /** One file, or a list of files. */
    void check(String user, JsonNode files) {
        if (files.isObject()) {
            mapping(user, files);
        }
        if (files.isArray()) {
            files.forEach(file -> mapping(user, file));
        }
    }

    /** An app that takes no files does not count them. */
    void count(JsonNode files) {
        Extras.Uploads allowed = app.details().extras().uploads();
        if (allowed.enabled() && files.size() > allowed.limit()) {
            boolean images = files.valueStream().allMatch(file -> type(file).equals("image"));
            throw refused(
                    "Number of %sfiles exceeds the maximum limit %d"
                            .formatted(images ? "image " : "", allowed.limit()));
        }
        if (allowed.enabled()) {
            boolean skips = app.profile().isAtLeast("1.16.0");
            files.forEach(file -> {
                if (!skips || !isSkipped(file)) {
                    allowed(allowed, file);
                }
            });
        }
    }

    private void allowed(Extras.Uploads allowed, JsonNode file) {
        if (!allowed.types().contains(type(file))) {
            throw refused("File validation failed for file: " + name(file));
        }
    }

    private void mapping(String user, JsonNode file) {
        if (app.profile().isAtLeast("1.16.0") && (isSkipped(file) || !isKnown(file))) {
            return;
        }
        String method = file.path("transfer_method").asString("");
        switch (method) {
            case "" -> throw refused("transfer_method is required in file mapping");
            case "local_file" -> local(user, file.path("upload_file_id").asString(""));
            case "remote_url" -> {
                if (file.path("url").asString("").isEmpty()) {
                    throw refused("Invalid file url");
                }
            }
            default -> throw refused("Invalid file transfer method: " + method);
        }
    }

    /** As recorded of a chat: a file without a method or a URL is ignored. */
    private static boolean isSkipped(JsonNode file) {
        String method = file.path("transfer_method").asString("");
        return method.isEmpty()
                || (method.equals("remote_url") && file.path("url").asString("").isEmpty());
    }

    private boolean isKnown(JsonNode file) {
        String method = file.path("transfer_method").asString("");
        if (!METHODS.contains(method)) {
            throw refused("'" + method + "' is not a valid FileTransferMethod");
        }
        if (!TYPES.contains(type(file))) {
            throw refused("'" + type(file) + "' is not a valid FileType");
        }
        return true;
    }

    private void local(String user, String id) {
        if (id.isEmpty()) {
            throw refused("Invalid upload file id");
        }
        if (!BodyChecks.isUuid(id)) {
            throw refused("Invalid upload file id format");
        }
        if (!uploaded.belongsTo(id, user)) {
            throw refused("Invalid upload file");
        }
    }

    private String name(JsonNode file) {
        String url = file.path("url").asString("");
        return url.isEmpty()
                ? uploaded.name(file.path("upload_file_id").asString(""))
                : url.substring(url.lastIndexOf('/') + 1);
    }

    private static String type(JsonNode file) {
        return file.path("type").asString("");
    }

    private RefusedException refused(String message) {
        return new RefusedException(DifyError.invalid(message), app.profile());
    }
}
