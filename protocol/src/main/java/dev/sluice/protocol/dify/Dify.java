package dev.sluice.protocol.dify;

import dev.sluice.protocol.Answer;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.Cancellation;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ConversationTraits;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.Feature;
import dev.sluice.protocol.Limitation;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.SecretMask;
import dev.sluice.protocol.TargetModel;
import dev.sluice.protocol.UpstreamDialect;
import dev.sluice.protocol.WorkerQueue;
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

    /** What an app says of itself; the mode only since Dify 1.4. */
    private static final List<String> INFO = List.of("name", "description", "tags", "mode");

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final String EVENT_STREAM = "text/event-stream";

    /** How long the stream of a run without readers is read for the id that stops it. */
    private static final int ID_LIMIT_SECONDS = 30;

    private static final int SAVED_AFTER_STOP_SECONDS = 5;

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
    public DifyFacts facts(List<CallResponse> answers) {
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
        return new DifyFacts(
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
    public Call run(ChatRequest request, TargetModel target, String user) {
        DifyFacts facts = DifyFacts.of(target.facts());
        Mode mode = mode(target);
        DifyOptions app = DifyOptions.of(request.original());
        ObjectNode body = Json.empty();
        ObjectNode inputs = body.putObject("inputs");
        app.inputs().properties().forEach(input -> inputs.set(input.getKey(), input.getValue()));
        boolean goesOn = mode.hasConversations() && !request.conversation().isEmpty();
        String prompt = Prompt.of(request.messages());
        if (!facts.promptInput().isEmpty() && !inputs.has(facts.promptInput())) {
            inputs.put(facts.promptInput(), prompt);
        } else if (mode != Mode.WORKFLOW) {
            body.put("query", prompt);
        }
        app.files().forEach(file -> mapping(file, body.withArray("files").addObject()));
        if (goesOn) {
            body.put("conversation_id", request.conversation());
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
    public Map<Feature, Limitation> limitations() {
        return DifyLimitations.TABLE;
    }

    @Override
    public Answer answer(ResponseHead head, ChatRequest request, TargetModel target) {
        boolean streams =
                head.status() == OK && head.header("content-type").startsWith(EVENT_STREAM);
        return streams ? new Answer.Stream(events(request, mode(target))) : new Answer.Refusal();
    }

    @Override
    public ChatFailure refusal(CallResponse response) {
        return errors.refusal(response);
    }

    private EventReader events(ChatRequest request, Mode mode) {
        boolean shown = outputs || DifyOptions.of(request.original()).outputs();
        return new DifyEvents(
                mode, errors, links, new AnswerForm(mode, request.stream(), output, shown));
    }

    @Override
    public Optional<ConversationTraits> conversations(TargetModel target) {
        return mode(target).hasConversations()
                ? Optional.of(new DifyConversations(target, this::get, errors.failures()))
                : Optional.empty();
    }

    /** Since 1.13 a celery worker runs what is on a canvas; the other modes run where they ask. */
    @Override
    public Optional<WorkerQueue> queue(TargetModel target) {
        return mode(target).isCanvas()
                ? Optional.of(errors.failures()::stillQueued)
                : Optional.empty();
    }

    /** Here one model call is all there is; an agent may have used tools, a canvas its nodes. */
    @Override
    public boolean failsBeforeWork(TargetModel target) {
        return mode(target).isOneCall();
    }

    /** Dify 1.16.1 saves an empty answer, for ever, when the reader of a stopped run is gone. */
    @Override
    public Cancellation cancel(RunIds ids, TargetModel target, String user) {
        Mode mode = mode(target);
        if (NO_NAMES.contains(ids.task())) {
            return new Cancellation.ReadOnForId(ID_LIMIT_SECONDS);
        }
        Call stop = post(mode.stopPath(ids.task()), Json.empty().put("user", user));
        return new Cancellation.Send(stop, mode.isOneCall() ? SAVED_AFTER_STOP_SECONDS : 0);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Dify app " + upstreamName;
    }

    private static void mapping(DifyFile file, ObjectNode mapping) {
        mapping.put("type", file.kind());
        switch (file) {
            case DifyFile.Remote(_, String url) ->
                    mapping.put("transfer_method", "remote_url").put("url", url);
            case DifyFile.Uploaded(_, String id) ->
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
    static Mode mode(TargetModel target) {
        return Mode.of(target.facts().kind()).orElseThrow();
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
