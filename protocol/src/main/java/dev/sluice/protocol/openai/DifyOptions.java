package dev.sluice.protocol.openai;

import dev.sluice.protocol.AppOptions;
import dev.sluice.protocol.Attachment;
import dev.sluice.protocol.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a request says to a Dify app: its member {@code dify}, in Dify's own words, and {@code
 * inputs} and {@code conversation_id} beside it, where older clients put them.
 */
final class DifyOptions {
    private static final String PATH = "dify";
    private static final String FILES = PATH + ".files";
    private static final String INPUTS = "inputs";
    private static final String CONVERSATION = "conversation_id";
    private static final String OUTPUTS = "outputs";

    /** Members of the body itself. */
    static final List<String> BESIDE = List.of(PATH, INPUTS, CONVERSATION);

    private static final List<String> MEMBERS =
            List.of(INPUTS, "files", "response_mode", CONVERSATION, OUTPUTS);
    private static final List<String> FILE_MEMBERS =
            List.of("type", "transfer_method", "url", "upload_file_id");
    private static final List<String> KINDS =
            List.of("image", "document", "audio", "video", "custom");
    private static final String REMOTE = "remote_url";
    private static final String UPLOADED = "local_file";
    private static final Pattern WEB_URL = Pattern.compile("https?://[^\\s]+");

    private DifyOptions() {}

    static AppOptions read(JsonNode body) {
        JsonNode dify = Fields.object(body, PATH, PATH);
        Fields.refuseOthers(MEMBERS, dify, PATH);
        // Checked and then left: Dify is always asked for a stream, the client for what it likes.
        String _ =
                Fields.oneOf(
                        List.of("streaming", "blocking"),
                        dify,
                        "response_mode",
                        PATH + ".response_mode");
        return new AppOptions(
                inputs(body, dify),
                files(dify.path("files")),
                conversation(body, dify),
                Fields.flag(dify, OUTPUTS, PATH + "." + OUTPUTS));
    }

    private static JsonNode inputs(JsonNode body, JsonNode dify) {
        JsonNode named = Fields.object(dify, INPUTS, PATH + "." + INPUTS);
        JsonNode beside = Fields.object(body, INPUTS, INPUTS);
        if (!named.isEmpty() && !beside.isEmpty() && !named.equals(beside)) {
            throw Fields.invalid(INPUTS, INPUTS + " must be the same as " + PATH + "." + INPUTS);
        }
        return named.isEmpty() ? beside : named;
    }

    private static String conversation(JsonNode body, JsonNode dify) {
        String named = Fields.text(dify, CONVERSATION, PATH + "." + CONVERSATION).strip();
        String beside = Fields.text(body, CONVERSATION, CONVERSATION).strip();
        if (!named.isEmpty() && !beside.isEmpty() && !named.equals(beside)) {
            throw Fields.invalid(
                    CONVERSATION,
                    CONVERSATION + " must be the same as " + PATH + "." + CONVERSATION);
        }
        return named.isEmpty() ? beside : named;
    }

    private static List<Attachment> files(JsonNode files) {
        if (!files.isArray() && !Fields.absent(files)) {
            throw Fields.invalid(FILES, FILES + " must be a list");
        }
        List<Attachment> read = new ArrayList<>();
        for (JsonNode file : files) {
            read.add(file(file, "%s[%d]".formatted(FILES, read.size())));
        }
        return read;
    }

    private static Attachment file(JsonNode file, String path) {
        if (!file.isObject()) {
            throw Fields.invalid(path, path + " must be an object");
        }
        Fields.refuseOthers(FILE_MEMBERS, file, path);
        String kind = required(KINDS, file, "type", path);
        String method = required(List.of(REMOTE, UPLOADED), file, "transfer_method", path);
        String member = method.equals(REMOTE) ? "url" : "upload_file_id";
        String where = Fields.text(file, member, path + "." + member);
        if (method.equals(UPLOADED) && !where.isBlank()) {
            return new Attachment.Uploaded(kind, where);
        }
        if (method.equals(REMOTE) && WEB_URL.matcher(where).matches()) {
            return new Attachment.Remote(kind, where);
        }
        throw Fields.invalid(
                path + "." + member,
                path
                        + "."
                        + member
                        + (method.equals(REMOTE)
                                ? " must be a URL that begins with http:// or https://"
                                : " must be the id that Dify gave the uploaded file"));
    }

    private static String required(List<String> words, JsonNode object, String name, String path) {
        String at = path + "." + name;
        if (Fields.absent(object.path(name))) {
            throw Fields.invalid(at, at + " must be one of " + String.join(", ", words));
        }
        return Fields.oneOf(words, object, name, at);
    }
}
