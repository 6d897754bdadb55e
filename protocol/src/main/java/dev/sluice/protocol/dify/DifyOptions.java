package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.FetchedUrl;
import dev.sluice.protocol.Fields;
import dev.sluice.protocol.OriginalBody;
import dev.sluice.protocol.VendorMembers;
import dev.sluice.protocol.VendorOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a request says to a Dify app beside the chat: its member {@code dify}, in Dify's own words,
 * and {@code inputs} and {@code conversation_id} beside it, where older clients put them.
 *
 * @param inputs values for the app's form, an empty object when there are none
 * @param files what the app is to look at
 * @param conversation to go on with, empty for none
 * @param outputs whether the answer is to hold what the app puts out beside its text
 */
public record DifyOptions(
        JsonNode inputs, List<DifyFile> files, String conversation, boolean outputs) {
    private static final String PATH = "dify";
    private static final String FILES = PATH + ".files";
    private static final String INPUTS = "inputs";
    private static final String CONVERSATION = "conversation_id";
    private static final String OUTPUTS = "outputs";

    /** Where they are in the body of a request. */
    public static final VendorMembers MEMBERS =
            new VendorMembers(Set.of(PATH, INPUTS, CONVERSATION), body -> of(body).forTheGateway());

    private static final List<String> KNOWN =
            List.of(INPUTS, "files", "response_mode", CONVERSATION, OUTPUTS);
    private static final List<String> FILE_MEMBERS =
            List.of("type", "transfer_method", "url", "upload_file_id");
    private static final List<String> KINDS =
            List.of("image", "document", "audio", "video", "custom");
    private static final String REMOTE = "remote_url";
    private static final String UPLOADED = "local_file";
    private static final Pattern WEB_URL = Pattern.compile("https?://[^\\s]+");

    /** Dify's own default is 10 for one message. */
    private static final int MOST_FILES = 20;

    private static final String UPLOAD = "upload it to Dify and give its upload_file_id";

    public DifyOptions {
        Objects.requireNonNull(inputs);
        files = List.copyOf(files);
        Objects.requireNonNull(conversation);
    }

    /**
     * What a body says.
     *
     * @throws ChatFailedException when it is not valid
     */
    static DifyOptions of(OriginalBody original) {
        JsonNode body = original.members();
        JsonNode dify = Fields.object(body, PATH, PATH);
        Fields.refuseOthers(KNOWN, dify, PATH);
        // Checked and then left: Dify is always asked for a stream, the client for what it likes.
        String _ =
                Fields.oneOf(
                        List.of("streaming", "blocking"),
                        dify,
                        "response_mode",
                        PATH + ".response_mode");
        return new DifyOptions(
                inputs(body, dify),
                files(dify.path("files")),
                conversation(body, dify),
                Fields.flag(dify, OUTPUTS, PATH + "." + OUTPUTS));
    }

    private VendorOptions forTheGateway() {
        return new VendorOptions(
                conversation,
                IntStream.range(0, files.size()).boxed().flatMap(this::fetched).toList(),
                inputs.isEmpty() ? "" : inputs.toString(),
                !inputs.isEmpty() || !files.isEmpty());
    }

    private Stream<FetchedUrl> fetched(int number) {
        return switch (files.get(number)) {
            case DifyFile.Remote(_, String url) ->
                    Stream.of(new FetchedUrl("%s[%d].url".formatted(FILES, number), url, UPLOAD));
            case DifyFile.Uploaded _ -> Stream.empty();
        };
    }

    /** Without anybody's words. */
    @Override
    public String toString() {
        return "DifyOptions";
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

    private static List<DifyFile> files(JsonNode files) {
        if (!files.isArray() && !Fields.absent(files)) {
            throw Fields.invalid(FILES, FILES + " must be a list");
        }
        if (files.size() > MOST_FILES) {
            throw tooMany(files.size());
        }
        List<DifyFile> read = new ArrayList<>();
        for (JsonNode file : files) {
            read.add(file(file, "%s[%d]".formatted(FILES, read.size())));
        }
        return read;
    }

    private static ChatFailedException tooMany(int files) {
        return new ChatFailedException(
                ChatFailure.of(
                                FailureCode.REQUEST_FIELD,
                                ChatFailure.CLIENT,
                                "dify.files has %d files, and a request may have %d."
                                        .formatted(files, MOST_FILES),
                                "Send fewer files, or several requests.")
                        .at(FILES));
    }

    private static DifyFile file(JsonNode file, String path) {
        if (!file.isObject()) {
            throw Fields.invalid(path, path + " must be an object");
        }
        Fields.refuseOthers(FILE_MEMBERS, file, path);
        String kind = required(KINDS, file, "type", path);
        String method = required(List.of(REMOTE, UPLOADED), file, "transfer_method", path);
        String member = method.equals(REMOTE) ? "url" : "upload_file_id";
        String where = Fields.text(file, member, path + "." + member);
        if (method.equals(UPLOADED) && !where.isBlank()) {
            return new DifyFile.Uploaded(kind, where);
        }
        if (method.equals(REMOTE) && WEB_URL.matcher(where).matches()) {
            return new DifyFile.Remote(kind, where);
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
