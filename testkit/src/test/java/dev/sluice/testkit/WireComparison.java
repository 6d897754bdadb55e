package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds where a simulated response differs from a recorded one but for times, ids and scripts. */
final class WireComparison {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern REQUEST = Pattern.compile("req_id: [0-9a-f]+");

    /** Not those that a proxy sets, and neither lengths nor times. */
    private static final Set<String> HEADERS =
            Set.of(
                    "content-type",
                    "transfer-encoding",
                    "connection",
                    "server",
                    "access-control-allow-origin",
                    "access-control-expose-headers",
                    "www-authenticate",
                    "allow",
                    "x-version",
                    "x-env",
                    "vary");

    private static final Set<String> MEASURED =
            Set.of(
                    "created_at",
                    "updated_at",
                    "finished_at",
                    "elapsed_time",
                    "latency",
                    "time_to_first_token",
                    "time_to_generate",
                    "expiration_time",
                    "provider_response_latency");

    /** What an app's nodes, models and tools make: only the kind of value is Dify's. */
    private static final Set<String> SCRIPTED =
            Set.of("process_data", "outputs", "inputs", "execution_metadata", "tool_labels");

    /** Values that an app's owner, its form or its nodes decide, down to their kind. */
    private static final List<String> MADE =
            List.of(
                    // The simulator has no forms: other ids stand for theirs.
                    ".form_id/",
                    ".form_token/",
                    "reasoning_chunk.data.node_id/",
                    "human_input_required.data.node_id/",
                    "human_input_required.data.node_title/",
                    "human_input_required.data.inputs/",
                    "human_input_required.data.actions/",
                    ".paused_nodes/",
                    ".reasons[0].node_id/",
                    ".reasons[0].node_title/",
                    ".reasons[0].inputs/",
                    ".reasons[0].actions/",
                    "node_finished.data.files/",
                    ".source_url/",
                    ".files[0].url/",
                    ".sys.files[0].size/",
                    "inputs.f.size/",
                    "inputs.fs[0].size/",
                    "/v1/files/upload.size/",
                    "/v1/parameters.suggested_questions/",
                    "/v1/info.name/",
                    "/v1/info.description/",
                    "/v1/info.author_name/",
                    "/v1/site.title/",
                    "/v1/site.description/",
                    "/v1/parameters.text_to_speech/",
                    "/v1/parameters.retriever_resource/",
                    "/v1/parameters.user_input_form/",
                    "/v1/parameters.suggested_questions_after_answer/",
                    "/v1/parameters.sensitive_word_avoidance/",
                    "/v1/parameters.file_upload/",
                    "/v1/parameters.opening_statement/",
                    "/v1/meta.tool_icons/");

    /** What is counted inside an iteration follows no rule that could be seen. */
    private static final List<String> COUNTED =
            List.of(".total_steps/", ".total_tokens/", ".exceptions_count/");

    private static final Set<String> NAMED =
            Set.of("/v1/info", "/v1/site", "/v1/parameters", "/v1/meta", "/v1/files/upload");

    private static final Set<String> PRICES =
            Set.of(
                    "prompt_unit_price",
                    "prompt_price_unit",
                    "prompt_price",
                    "completion_unit_price",
                    "completion_price_unit",
                    "completion_price",
                    "total_price");

    private final List<String> differences = new ArrayList<>();
    private final Map<String, String> recordedIds = new HashMap<>();
    private final Map<String, String> simulatedIds = new HashMap<>();
    private boolean iterates;

    static List<String> differences(Recording.Exchange recorded, Recording.Exchange simulated) {
        var comparison = new WireComparison();
        comparison.head(recorded, simulated);
        comparison.body(recorded, simulated);
        return comparison.differences;
    }

    private void head(Recording.Exchange recorded, Recording.Exchange simulated) {
        equal("status", recorded.statusLine(), simulated.statusLine());
        for (String name : HEADERS) {
            if (name.equals("server")
                    && recorded.head().getOrDefault(name, "").startsWith("nginx")) {
                continue;
            }
            equal(
                    name,
                    recorded.head().getOrDefault(name, ""),
                    simulated.head().getOrDefault(name, ""));
        }
    }

    private void body(Recording.Exchange recorded, Recording.Exchange simulated) {
        iterates = recorded.body().contains("iteration_started");
        if (recorded.isStream() && simulated.isStream()) {
            stream(recorded.body(), simulated.body());
        } else if (recorded.body().startsWith("{") && simulated.body().startsWith("{")) {
            String path = recorded.path();
            json(
                    NAMED.contains(path) ? path : "",
                    RecordedScript.json(recorded.body()),
                    RecordedScript.json(simulated.body()));
            equal("spelling", spelling(recorded.body()), spelling(simulated.body()));
        } else {
            equal("body", recorded.body().strip(), simulated.body().strip());
        }
    }

    private static String spelling(String json) {
        return json.contains("\": ") ? "spaced" : "compact";
    }

    private void stream(String recorded, String simulated) {
        List<JsonNode> expected = RecordedScript.events(recorded);
        List<JsonNode> found = RecordedScript.events(simulated);
        equal("events", names(expected), names(found));
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            String name = expected.get(i).path("event").asString("ping");
            json(i + ":" + name, expected.get(i), found.get(i));
        }
    }

    private static String names(List<JsonNode> events) {
        return String.join(
                " ", events.stream().map(event -> event.path("event").asString("ping")).toList());
    }

    private void json(String at, JsonNode recorded, JsonNode simulated) {
        if (recorded.isObject() && simulated.isObject()) {
            equal(at + " keys", keys(recorded), keys(simulated));
            recorded.properties()
                    .forEach(member -> {
                        if (simulated.has(member.getKey())) {
                            member(
                                    at + "." + member.getKey(),
                                    member.getKey(),
                                    member.getValue(),
                                    simulated.get(member.getKey()));
                        }
                    });
        } else if (recorded.isArray() && simulated.isArray()) {
            equal(at + " length", "" + recorded.size(), "" + simulated.size());
            for (int i = 0; i < Math.min(recorded.size(), simulated.size()); i++) {
                json(at + "[" + i + "]", recorded.get(i), simulated.get(i));
            }
        } else {
            equal(at, value(recorded, recordedIds), value(simulated, simulatedIds));
        }
    }

    private void member(String at, String key, JsonNode recorded, JsonNode simulated) {
        boolean stopped = recorded.asString("").equals("0E-7");
        boolean counted = iterates && COUNTED.stream().anyMatch((at + "/")::endsWith);
        boolean made = counted || MADE.stream().anyMatch(place -> (at + "/").contains(place));
        if (made || (key.equals("execution_metadata") && recorded.isObject())) {
            return;
        }
        if (MEASURED.contains(key) || (PRICES.contains(key) && !stopped)) {
            equal(at, kind(recorded), kind(simulated));
        } else if (SCRIPTED.contains(key) && !at.contains("workflow_started")) {
            equal(at, kind(recorded), kind(simulated));
        } else if (key.equals("reasoning") && recorded.isObject()) {
            equal(
                    at,
                    recorded.values().stream().map(JsonNode::toString).toList().toString(),
                    simulated.values().stream().map(JsonNode::toString).toList().toString());
        } else {
            json(at, recorded, simulated);
        }
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static String keys(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList().toString();
    }

    /** Ids are numbered in the order in which they come, so that it counts which are the same. */
    private static String value(JsonNode node, Map<String, String> ids) {
        Matcher uuid =
                UUID.matcher(node.isString() ? '"' + node.asString() + '"' : node.toString());
        String numbered =
                uuid.replaceAll(
                        id -> ids.computeIfAbsent(id.group(), _ -> "<id " + ids.size() + ">"));
        return REQUEST.matcher(numbered).replaceAll("req_id: X");
    }

    private void equal(String what, String recorded, String simulated) {
        if (!recorded.equals(simulated)) {
            differences.add(
                    "%s%n    recorded  %s%n    simulated %s".formatted(what, recorded, simulated));
        }
    }
}
