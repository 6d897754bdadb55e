package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.Answered;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.UpstreamDialect;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One Dify app: a key names it, and nothing else does. */
public final class Dify implements UpstreamDialect {
    private static final String CHAT = "chat";
    private static final String WORKFLOW = "workflow";

    private final String upstreamName;
    private final String configuredMode;
    private final String authorization;
    private final DifyFailures failures;

    /** A mode that is empty is asked of Dify. */
    public Dify(String upstreamName, String key, String configuredMode) {
        this.upstreamName = upstreamName;
        this.configuredMode = configuredMode;
        this.authorization = "Bearer " + key;
        this.failures = new DifyFailures(upstreamName);
    }

    @Override
    public List<Call> describe() {
        return List.of(get("/info"), get("/parameters"));
    }

    @Override
    public Facts facts(List<Answered> answers) {
        Answered info = answers.getFirst();
        JsonNode app = info.status() == 200 ? Json.object(info.body()) : Json.empty();
        if (info.status() == 401) {
            throw new ChatFailedException(failures.keyInvalid());
        }
        String mode = configuredMode.isEmpty() ? mode(info, app) : configuredMode;
        return switch (mode) {
            case CHAT -> new Facts(name(app), CHAT, "");
            case WORKFLOW -> new Facts(name(app), WORKFLOW, promptInput(answers.get(1)));
            // Dify has more modes, and will have others.
            default -> throw new ChatFailedException(failures.modeNotServed(mode));
        };
    }

    @Override
    public Call run(ChatRequest request, Facts facts, String user) {
        String prompt = Prompt.of(request.messages());
        ObjectNode body = Json.empty();
        ObjectNode inputs = body.putObject("inputs");
        request.inputs()
                .properties()
                .forEach(input -> inputs.set(input.getKey(), input.getValue()));
        if (facts.mode().equals(WORKFLOW)) {
            if (!inputs.has(facts.promptInput())) {
                inputs.put(facts.promptInput(), prompt);
            }
        } else {
            body.put("query", prompt);
            // A title would cost a hidden call of the model, and nobody would see it.
            body.put("auto_generate_name", false);
        }
        body.put("response_mode", "streaming");
        body.put("user", user);
        return post(facts.mode().equals(WORKFLOW) ? "/workflows/run" : "/chat-messages", body);
    }

    @Override
    public EventReader events(Facts facts) {
        return new DifyEvents(failures);
    }

    @Override
    public ChatFailure refusal(Answered answer) {
        return failures.refusal(answer);
    }

    @Override
    public Optional<Call> stop(RunIds run, Facts facts, String user) {
        if (run.task().isEmpty()) {
            return Optional.empty();
        }
        String runs = facts.mode().equals(WORKFLOW) ? "/workflows/tasks/" : "/chat-messages/";
        String path = runs + URLEncoder.encode(run.task(), UTF_8) + "/stop";
        return Optional.of(post(path, Json.empty().put("user", user)));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Dify app " + upstreamName;
    }

    private String mode(Answered info, JsonNode app) {
        String mode = app.path("mode").asString("");
        if (!mode.isEmpty()) {
            return mode;
        }
        // Before 1.4 Dify did not tell the mode, and long before it had no /info at all.
        boolean untold = !app.isEmpty() || info.status() == 404;
        throw new ChatFailedException(untold ? failures.modeUnknown() : failures.refusal(info));
    }

    private static String name(JsonNode app) {
        return app.path("name").asString("");
    }

    private static String promptInput(Answered parameters) {
        return AppForm.promptInput(
                parameters.status() == 200 ? Json.object(parameters.body()) : Json.empty());
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
