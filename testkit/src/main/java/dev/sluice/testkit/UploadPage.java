package dev.sluice.testkit;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Takes a file for later runs of its user. */
final class UploadPage {
    private static final long TENANT = 7;
    private static final long MEGABYTE = 1024L * 1024;
    private static final long LARGEST_DOCUMENT_BYTES = 15 * MEGABYTE;
    private static final Map<Set<String>, Long> LARGEST_BYTES =
            Map.of(
                    Set.of("jpg", "jpeg", "png", "webp", "gif", "svg"), 10 * MEGABYTE,
                    Set.of("mp3", "m4a", "wav", "amr", "mpga"), 50 * MEGABYTE,
                    Set.of("mp4", "mov", "mpeg", "webm"), 100 * MEGABYTE);
    private static final Set<String> UNSAFE = Set.of("exe");
    private static final String SHAPE =
            """
            {"id":"$id","reference>=1.14.0":null,"name":"$name","size":"$size",
            "extension":"$extension","mime_type":"$mime","created_by":"$owner",
            "created_at":"$now","preview_url>=1.14.0":null,"source_url>=1.14.0":"",
            "original_url>=1.14.0":null,"user_id>=1.14.0":null,"tenant_id>=1.14.0":"$tenant",
            "conversation_id>=1.14.0":null,"file_key>=1.14.0":null}\
            """;

    private final HostedApp hosted;
    private final InstantSource clock;

    UploadPage(HostedApp hosted, InstantSource clock) {
        this.hosted = hosted;
        this.clock = clock;
    }

    Page take(HttpCall call) {
        Form.File file = only(call.form());
        checkName(file);
        String user = RequestChecks.userOrShared(call.form().fields().getOrDefault("user", ""));
        String id = hosted.newId();
        hosted.files().put(id, user, file);
        JsonNode shape = Aged.json(SHAPE, hosted.app().profile());
        Map<String, JsonNode> values =
                Map.of(
                        "$tenant", tenant(),
                        "$id", Frames.text(id),
                        "$name", Frames.text(file.name()),
                        "$size", JsonNodeFactory.instance.numberNode(file.bytes()),
                        "$extension", Frames.text(extension(file.name())),
                        "$mime", Frames.text(file.mimeType()),
                        "$owner", Frames.text(AppIds.endUser(user)),
                        "$now",
                                JsonNodeFactory.instance.numberNode(
                                        clock.instant().getEpochSecond()));
        return Page.json(201, Page.spelled(shape, values), hosted.app().profile());
    }

    private Form.File only(Form form) {
        var files = form.files().stream().filter(file -> file.field().equals("file")).toList();
        if (files.isEmpty()) {
            throw refused(DifyError.NO_FILE);
        }
        if (form.files().size() > 1) {
            throw refused(DifyError.TOO_MANY_FILES);
        }
        return files.getFirst();
    }

    private void checkName(Form.File file) {
        if (file.mimeType().isEmpty() && !recorded()) {
            throw refused(DifyError.NO_FILE_TYPE);
        }
        if (file.name().isEmpty()) {
            throw refused(DifyError.NO_FILENAME);
        }
        if (file.name().contains("/") || file.name().contains("\\")) {
            throw refused(DifyError.invalid("Filename contains invalid characters"));
        }
        String extension = extension(file.name());
        if (UNSAFE.contains(extension) && !recorded()) {
            throw refused(
                    DifyError.invalid(
                            "File extension '.%s' is not allowed for security reasons"
                                    .formatted(extension)));
        }
        if (file.bytes() > largest(extension)) {
            throw refused(DifyError.FILE_TOO_LARGE);
        }
    }

    private JsonNode tenant() {
        return recorded() ? Frames.text(AppIds.uuid(TENANT)) : JsonNodeFactory.instance.nullNode();
    }

    /** 1.16.1 took every name and type, as its settings are by default. */
    private boolean recorded() {
        return hosted.app().profile().isAtLeast("1.16.0");
    }

    private static long largest(String extension) {
        return LARGEST_BYTES.entrySet().stream()
                .filter(kind -> kind.getKey().contains(extension))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(LARGEST_DOCUMENT_BYTES);
    }

    static String extension(String name) {
        return name.contains(".")
                ? name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)
                : "";
    }

    private RefusedException refused(DifyError error) {
        return new RefusedException(error, hosted.app().profile());
    }
}
