package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.AppOptions;
import dev.sluice.protocol.Attachment;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.SecretMask;
import dev.sluice.protocol.UpstreamDialect;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One Dify app: a key names it, and nothing else does. */
public final class Dify implements UpstreamDialect {
    /** What authors call a workflow's prompt when they do not tell its form. */
    private static final String UNTOLD_INPUT = "query";

    /** A chatflow tells at once that it begins; 1.13 and 1.14 never do in a lost conversation. */
    private static final int HANGING_SECONDS = 20;

    /** What an app says of itself; the mode only since Dify 1.4. */
    private static final List<String> INFO = List.of("name", "description", "tags", "mode");

    private static final DifyVersion FIRST_HANGING = new DifyVersion(1, 13);
    private static final DifyVersion FIRST_CURED = new DifyVersion(1, 15);
    private static final int NOT_FOUND = 404;

    /** Dify allows 255 at most. */
    private static final int MOST_NAME_CHARS = 255;

    /** None, or one that would be a step in the path of the stop and not a part of it. */
    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    private final String upstreamName;
    private final String base;
    private final String key;
    private final String configuredMode;
    private final String authorization;
    private final String output;
    private final boolean outputs;
    private final Supplier<List<String>> secrets;
    private final FileLinks links;
    private final ErrorCatalogue errors;

    /**
     * A dialect for one app.
     *
     * @param base where Dify's API begins; links to files that lack a host get this one's
     * @param configuredMode one of {@link #modes}, empty to ask Dify
     */
    public Dify(String upstreamName, String base, String key, String configuredMode) {
        this(upstreamName, base, key, configuredMode, "", false, List::of);
    }

    private Dify(
            String upstreamName,
            String base,
            String key,
            String configuredMode,
            String output,
            boolean outputs,
            Supplier<List<String>> secrets) {
        this.upstreamName = upstreamName;
        this.base = base;
        this.key = key;
        this.configuredMode = configuredMode;
        this.output = output;
        this.outputs = outputs;
        this.secrets = secrets;
        this.authorization = "Bearer " + key;
        this.links = new FileLinks(base);
        var failures = new DifyFailures(upstreamName, new SecretMask(List.of(key), secrets));
        this.errors = new ErrorCatalogue(failures, base);
    }

    /**
     * The same app, whose answers are made of its outputs otherwise.
     *
     * @param answer the output of a workflow that is its answer, empty for what it streams
     * @param all whether clients get all outputs beside the answer, also without asking
     */
    public Dify withOutputs(String answer, boolean all) {
        return new Dify(upstreamName, base, key, configuredMode, answer, all, secrets);
    }

    /** The same app, whose errors repeat none of these secrets either. */
    public Dify masking(Supplier<List<String>> others) {
        return new Dify(upstreamName, base, key, configuredMode, output, outputs, others);
    }

    /** The modes an app can be called in, as Dify names them. */
    public static List<String> modes() {
        return Mode.wireNames();
    }

    @Override
    public List<Call> describe() {
        return List.of(get("/info"), get("/parameters"));
    }

    @Override
    public Facts facts(List<CallResponse> answers) {
        CallResponse info = answers.getFirst();
        JsonNode app = info.status() == 200 ? Json.object(info.body()) : Json.empty();
        boolean isApp = info.body().stripLeading().startsWith("{");
        boolean isAnother = !app.isEmpty() && INFO.stream().noneMatch(app::has);
        boolean isForeign = info.status() < 400 && (!isApp || isAnother);
        if (info.status() == 401 || isForeign) {
            throw new ChatFailedException(errors.refusal(info));
        }
        CallResponse second = answers.get(1);
        if (info.status() == NOT_FOUND && second.status() == NOT_FOUND) {
            // Long ago there was no /info, but never a Dify without /parameters.
            throw new ChatFailedException(errors.unknownPath(info));
        }
        String name = configuredMode.isEmpty() ? mode(info, app) : agreed(app);
        // Dify will have other modes.
        Mode mode =
                Mode.of(name)
                        .orElseThrow(() ->
                                new ChatFailedException(errors.failures().modeNotServed(name)));
        JsonNode form = second.status() == 200 ? Json.object(second.body()) : Json.empty();
        return new Facts(
                appName(app),
                name,
                promptInput(mode, form),
                info.head().header("x-version"),
                app.path("description").asString(""),
                app.path("tags")
                        .valueStream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .toList(),
                AppForm.takesImages(form));
    }

    @Override
    public Call run(ChatRequest request, Facts facts, String user) {
        Mode mode = mode(facts);
        AppOptions app = request.app();
        ObjectNode body = Json.empty();
        ObjectNode inputs = body.putObject("inputs");
        app.inputs().properties().forEach(input -> inputs.set(input.getKey(), input.getValue()));
        boolean goesOn = mode.hasConversations() && !app.conversation().isEmpty();
        String prompt = Prompt.of(request.messages());
        if (!facts.promptInput().isEmpty() && !inputs.has(facts.promptInput())) {
            inputs.put(facts.promptInput(), prompt);
        } else if (mode != Mode.WORKFLOW) {
            body.put("query", prompt);
        }
        app.files().forEach(file -> mapping(file, body.withArray("files").addObject()));
        if (goesOn) {
            body.put("conversation_id", app.conversation());
        }
        if (mode.hasConversations()) {
            // A title would cost a hidden call of the model, and nobody would see it.
            body.put("auto_generate_name", false);
        }
        body.put("response_mode", "streaming");
        body.put("user", user);
        return post(mode.runPath(), body);
    }

    @Override
    public EventReader events(ChatRequest request, Facts facts) {
        Mode mode = mode(facts);
        boolean shown = outputs || request.app().outputs();
        return new DifyEvents(
                mode, errors, links, new AnswerForm(mode, request.stream(), output, shown));
    }

    @Override
    public ChatFailure refusal(CallResponse answer) {
        return errors.refusal(answer);
    }

    @Override
    public boolean converses(Facts facts) {
        return mode(facts).hasConversations();
    }

    @Override
    public int pingsOnlySeconds(ChatRequest request, Facts facts, ResponseHead head) {
        boolean mayHang =
                mode(facts) == Mode.CHATFLOW
                        && !request.app().conversation().isEmpty()
                        && DifyVersion.of(head, facts).filter(Dify::hangs).isPresent();
        return mayHang ? HANGING_SECONDS : 0;
    }

    private static boolean hangs(DifyVersion version) {
        return version.isAtLeast(FIRST_HANGING) && !version.isAtLeast(FIRST_CURED);
    }

    @Override
    public Optional<Call> lookUp(ChatRequest request, Facts facts, String user) {
        String conversation = request.app().conversation();
        if (!mode(facts).hasConversations() || conversation.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                get(
                        "/messages?conversation_id="
                                + URLEncoder.encode(conversation, UTF_8)
                                + "&user="
                                + URLEncoder.encode(user, UTF_8)
                                + "&limit=1"));
    }

    @Override
    public boolean saysGone(CallResponse answer) {
        return answer.status() == NOT_FOUND;
    }

    /** Since 1.13 a celery worker runs what is on a canvas; the other modes run where they ask. */
    @Override
    public boolean queues(Facts facts) {
        return mode(facts).isCanvas();
    }

    @Override
    public ChatFailure stillQueued(long seconds) {
        return errors.failures().stillQueued(seconds);
    }

    /** Here one model call is all there is; an agent may have used tools, a canvas its nodes. */
    @Override
    public boolean failsBeforeWork(Facts facts) {
        return mode(facts).isOneCall();
    }

    /** Dify 1.16.1 saves an empty answer, for ever, when the reader of a stopped run is gone. */
    @Override
    public boolean keepsWhatIsRead(Facts facts) {
        return mode(facts).isOneCall();
    }

    @Override
    public ChatFailure conversationGone() {
        return errors.failures().conversationGone("");
    }

    @Override
    public Optional<Call> stop(RunIds run, Facts facts, String user) {
        if (NO_NAMES.contains(run.task())) {
            return Optional.empty();
        }
        return Optional.of(post(mode(facts).stopPath(run.task()), Json.empty().put("user", user)));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Dify app " + upstreamName;
    }

    private static void mapping(Attachment file, ObjectNode mapping) {
        mapping.put("type", file.kind());
        switch (file) {
            case Attachment.Remote(_, String url) ->
                    mapping.put("transfer_method", "remote_url").put("url", url);
            case Attachment.Uploaded(_, String id) ->
                    mapping.put("transfer_method", "local_file").put("upload_file_id", id);
        }
    }

    /** What is longer is no name: it becomes a model's, which clients write and logs repeat. */
    private static String appName(JsonNode app) {
        String name = app.path("name").asString("");
        return name.length() <= MOST_NAME_CHARS ? name : "";
    }

    private String mode(CallResponse info, JsonNode app) {
        String mode = app.path("mode").asString("");
        if (!mode.isEmpty()) {
            return mode;
        }
        // Before 1.4 Dify did not tell the mode, and long before it had no /info at all.
        boolean untold = !app.isEmpty() || info.status() == NOT_FOUND;
        throw new ChatFailedException(
                untold ? errors.failures().modeUnknown() : errors.refusal(info));
    }

    /** What is configured, unless Dify states a mode that is called otherwise. */
    private String agreed(JsonNode app) {
        String told = app.path("mode").asString("");
        Optional<String> path = Mode.of(configuredMode).map(Mode::runPath);
        if (path.isPresent()
                && Mode.of(told).filter(mode -> !path.get().equals(mode.runPath())).isPresent()) {
            throw new ChatFailedException(errors.failures().modeContradicted(told, configuredMode));
        }
        return configuredMode;
    }

    /** Only {@link #facts} makes facts, and only with modes there are. */
    private static Mode mode(Facts facts) {
        return Mode.of(facts.mode()).orElseThrow();
    }

    /** Chats have a place of their own for the prompt, text generators where no field takes it. */
    private static String promptInput(Mode mode, JsonNode parameters) {
        if (mode.hasConversations()) {
            return "";
        }
        return AppForm.promptInput(parameters).orElse(mode == Mode.WORKFLOW ? UNTOLD_INPUT : "");
    }

    private Call get(String path) {
        return new Call("GET", path, Map.of("Authorization", authorization), "");
    }

    private Call post(String path, ObjectNode body) {
        Map<String, String> headers =
                Map.of("Authorization", authorization, "Content-Type", "application/json");
        return new Call("POST", path, headers, Json.text(body));
    }
}
