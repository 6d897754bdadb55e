package dev.sluice.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The apps of the recorded server. */
final class RecordedApps {
    /** Recordings show this in the place of every key. */
    static final String KEY = "app-KEY";

    /** Where neither the name of a recording nor its responses show the mode. */
    private static final Map<String, Mode> MODES =
            Map.ofEntries(
                    Map.entry("error-provider-500-second-llm-blocking", Mode.ADVANCED_CHAT),
                    Map.entry("model-not-configured-blocking#2", Mode.AGENT_CHAT),
                    Map.entry("model-not-configured-streaming#2", Mode.AGENT_CHAT),
                    Map.entry("model-not-configured-blocking#4", Mode.ADVANCED_CHAT),
                    Map.entry("routes-by-mode-workflow", Mode.WORKFLOW),
                    Map.entry("routes-by-mode-text", Mode.COMPLETION),
                    Map.entry("routes-by-mode-chat", Mode.CHAT),
                    Map.entry("routes-by-mode-chatflow", Mode.ADVANCED_CHAT),
                    Map.entry("routes-by-mode-agent", Mode.AGENT_CHAT),
                    Map.entry("unpublished#1", Mode.ADVANCED_CHAT),
                    Map.entry("unpublished#2", Mode.ADVANCED_CHAT),
                    Map.entry("unpublished#5", Mode.ADVANCED_CHAT),
                    Map.entry("unpublished#6", Mode.ADVANCED_CHAT),
                    Map.entry("unpublished#9", Mode.WORKFLOW),
                    Map.entry("unpublished#10", Mode.WORKFLOW),
                    Map.entry("inputs-errors#17", Mode.ADVANCED_CHAT),
                    Map.entry("inputs-errors#18", Mode.ADVANCED_CHAT),
                    Map.entry("inputs-errors#20", Mode.ADVANCED_CHAT),
                    Map.entry("inputs-errors#26", Mode.ADVANCED_CHAT),
                    Map.entry("inputs-errors#27", Mode.ADVANCED_CHAT),
                    Map.entry("concurrency-limit#7", Mode.ADVANCED_CHAT));

    private static final Set<String> CHATFLOWS = Set.of("cf", "chatflow");

    /** Exchanges with the key of another app, or with one that is none. */
    private static final Set<String> OTHER_KEYS =
            Set.of(
                    "auth-errors#4",
                    "auth-errors#5",
                    "conversations-chat#4",
                    "conversations-cf-llm#4");

    private static final String CHAT_FORM =
            """
            [{"text-input":{"variable":"name","required":true,"max_length":8}},
            {"select":{"variable":"kind","required":false,"options":["a","b"]}},
            {"number":{"variable":"n","required":false}}]
            """;
    private static final String WORKFLOW_FORM =
            """
            [{"text-input":{"variable":"x","required":true,"max_length":48}},
            {"number":{"variable":"n","required":false}},
            {"select":{"variable":"sel","required":false,"options":["a","b"]}},
            {"file":{"variable":"f","required":false}},
            {"file-list":{"variable":"fs","required":false}},
            {"checkbox":{"variable":"b","required":false}},
            {"json_object":{"variable":"o","required":false}}]
            """;
    private static final String TEXT_FORM =
            "[{\"paragraph\":{\"variable\":\"query\",\"required\":true,\"max_length\":0}}]";

    private RecordedApps() {}

    /** The app that was asked, with the script that it played. */
    static SimulatedApp app(String recording, int number, Recording.Exchange exchange) {
        String place = recording + "#" + number;
        Mode mode = mode(recording, number, exchange);
        String key = "app-" + recording + (OTHER_KEYS.contains(place) ? "-other" : "");
        SimulatedApp app = SimulatedApp.of(key, mode).profile(Profile.V1_16).inputForm("[]");
        return refusing(RecordedScript.app(standing(app, recording, place), exchange), exchange);
    }

    private static SimulatedApp standing(SimulatedApp app, String recording, String place) {
        return switch (recording) {
            case "unpublished" -> app.quirks(Quirk.UNPUBLISHED);
            case "inputs-errors" ->
                    place.matches(".*#([1-7])")
                            ? app.inputForm(CHAT_FORM)
                            : switch (app.mode()) {
                                case WORKFLOW -> app.inputForm(WORKFLOW_FORM);
                                case COMPLETION -> app.inputForm(TEXT_FORM);
                                // The others have no form.
                                default -> app;
                            };
            case "workflow-stream-many-outputs" -> app.inputForm(WORKFLOW_FORM);
            case "files-use-chat", "files-use-chatflow" -> app.takingFiles(3, "image");
            // All others are as they are made.
            default -> app;
        };
    }

    /** What no request brings about: a limit, a model that is not set up, a file that is gone. */
    private static SimulatedApp refusing(SimulatedApp app, Recording.Exchange exchange) {
        JsonNode error =
                exchange.isStream()
                        ? RecordedScript.json("")
                        : RecordedScript.json(exchange.body());
        String message = error.path("message").asString("");
        String code = error.path("code").asString("");
        if (message.contains("API service has been disabled")) {
            return app.quirks(Quirk.API_DISABLED);
        }
        boolean outside =
                message.startsWith("Too many requests.")
                        || message.startsWith("Reached maximum retries")
                        || message.equals("Model m1 not exist.")
                        || code.equals("provider_not_initialize");
        return outside
                ? app.failing(new Fault.JsonError(error.path("status").asInt(), code, message))
                : app;
    }

    private static Mode mode(String recording, int number, Recording.Exchange exchange) {
        Mode byFile = MODES.getOrDefault(recording, mode(recording, exchange));
        return MODES.getOrDefault(recording + "#" + number, byFile);
    }

    private static Mode mode(String recording, Recording.Exchange exchange) {
        List<String> words = List.of(recording.split("-", -1));
        if (exchange.path().startsWith("/v1/workflows")) {
            return Mode.WORKFLOW;
        }
        if (exchange.path().startsWith("/v1/completion")) {
            return Mode.COMPLETION;
        }
        if (recording.startsWith("new-agent")) {
            return Mode.AGENT;
        }
        boolean canvas =
                exchange.body().contains("workflow_run_id")
                        || exchange.body().contains("advanced-chat");
        if (canvas || words.stream().anyMatch(CHATFLOWS::contains)) {
            return Mode.ADVANCED_CHAT;
        }
        return words.contains("agent") ? Mode.AGENT_CHAT : Mode.CHAT;
    }
}
