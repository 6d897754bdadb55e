package dev.sluice.protocol.openai;

import dev.sluice.protocol.Feature;
import dev.sluice.protocol.FeatureUse;
import dev.sluice.protocol.Fields;
import dev.sluice.protocol.OutputFormat;
import dev.sluice.protocol.Sampling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The members by which a client sets how the model answers. One that has its neutral value, or
 * none, is not there.
 */
public final class ModelParameters {
    private static final String LOGIT_BIAS = "logit_bias";
    private static final String FORMAT = "response_format";
    private static final String EFFORT = "reasoning_effort";
    private static final List<String> LENGTHS =
            List.of("max_completion_tokens", "max_tokens", "max_output_tokens");

    private static final Map<String, Parameter> PARAMETERS = parameters();

    private ModelParameters() {}

    /**
     * What a member sets.
     *
     * @param neutral the values that change nothing
     */
    record Parameter(Feature feature, Set<String> neutral) {}

    private static Map<String, Parameter> parameters() {
        var all = new LinkedHashMap<String, Parameter>();
        for (String length : LENGTHS) {
            all.put(length, new Parameter(Feature.LENGTH, Set.of("0", "-1")));
        }
        all.put("min_tokens", new Parameter(Feature.MIN_LENGTH, Set.of("0")));
        all.put("temperature", new Parameter(Feature.TEMPERATURE, Set.of("1")));
        all.put("top_p", new Parameter(Feature.TOP_P, Set.of("1")));
        all.put("top_k", new Parameter(Feature.TOP_K, Set.of("0", "-1")));
        all.put("min_p", new Parameter(Feature.MIN_P, Set.of("0")));
        all.put("frequency_penalty", new Parameter(Feature.FREQUENCY_PENALTY, Set.of("0")));
        all.put("presence_penalty", new Parameter(Feature.PRESENCE_PENALTY, Set.of("0")));
        all.put("repetition_penalty", new Parameter(Feature.REPETITION_PENALTY, Set.of("1")));
        all.put("repeat_penalty", new Parameter(Feature.REPETITION_PENALTY, Set.of("1")));
        all.put("seed", new Parameter(Feature.SEED, Set.of()));
        all.put(LOGIT_BIAS, new Parameter(Feature.LOGIT_BIAS, Set.of()));
        all.put("logprobs", new Parameter(Feature.LOGPROBS, Set.of("false", "0")));
        all.put("top_logprobs", new Parameter(Feature.LOGPROBS, Set.of("0")));
        all.put(FORMAT, new Parameter(Feature.FORMAT, Set.of("text")));
        all.put(EFFORT, new Parameter(Feature.REASONING, Set.of()));
        all.put("reasoning", new Parameter(Feature.REASONING, Set.of()));
        all.put("thinking", new Parameter(Feature.REASONING, Set.of()));
        all.put("verbosity", new Parameter(Feature.VERBOSITY, Set.of("medium")));
        all.put("prediction", new Parameter(Feature.PREDICTION, Set.of()));
        all.put("web_search_options", new Parameter(Feature.WEB_SEARCH, Set.of()));
        return all;
    }

    static Set<String> members() {
        return PARAMETERS.keySet();
    }

    /** The members that set the feature, in the order of the documentation. */
    public static List<String> members(Feature feature) {
        return PARAMETERS.entrySet().stream()
                .filter(known -> known.getValue().feature() == feature)
                .map(Map.Entry::getKey)
                .toList();
    }

    static List<FeatureUse> uses(JsonNode body) {
        var uses = new ArrayList<FeatureUse>();
        PARAMETERS.forEach((name, parameter) -> {
            if (body.has(name) && isSet(body.path(name), parameter.neutral())) {
                uses.add(new FeatureUse(parameter.feature(), name));
            }
        });
        return uses;
    }

    /** Numbers as they were written; front ends send what was not filled in as texts. */
    static Sampling sampling(JsonNode body) {
        var values = new EnumMap<Feature, BigDecimal>(Feature.class);
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            Parameter parameter = PARAMETERS.get(member.getKey());
            if (parameter != null && member.getValue().isNumber()) {
                values.put(parameter.feature(), member.getValue().decimalValue());
            }
        }
        if (body.path("logprobs").asBoolean(false)) {
            values.putIfAbsent(Feature.LOGPROBS, BigDecimal.ZERO);
        }
        values.remove(Feature.LENGTH);
        JsonNode bias = body.path(LOGIT_BIAS);
        return new Sampling(values, bias.isObject() && !bias.isEmpty() ? bias.toString() : "");
    }

    /** The first of the members that has a limit; zero for none. */
    static long maxTokens(JsonNode body) {
        return LENGTHS.stream()
                .map(body::path)
                .filter(length -> length.isIntegralNumber() && length.canConvertToLong())
                .mapToLong(JsonNode::longValue)
                .filter(length -> length > 0)
                .findFirst()
                .orElse(0);
    }

    static OutputFormat format(JsonNode body) {
        JsonNode format = body.path(FORMAT);
        return switch (format.path("type").asString("")) {
            case "json_object" -> new OutputFormat.JsonObject();
            case "json_schema" -> {
                JsonNode schema = format.path("json_schema");
                yield new OutputFormat.JsonSchema(
                        schema.path("name").asString(""),
                        JsonMembers.json(schema.path("schema")),
                        schema.path("strict").asBoolean(false));
            }
            // Text, and whatever is no format.
            default -> new OutputFormat.Text();
        };
    }

    static String effort(JsonNode body) {
        String effort = body.path(EFFORT).asString("");
        return effort.isEmpty() ? body.path("reasoning").path("effort").asString("") : effort;
    }

    private static boolean isSet(JsonNode value, Set<String> neutral) {
        if (Fields.absent(value)) {
            return false;
        }
        if (value.isNumber()) {
            return neutral.stream().noneMatch(same -> isSame(value.decimalValue(), same));
        }
        if (value.isObject()) {
            // As in {"type":"text"}.
            String type = value.path("type").asString("");
            return !value.isEmpty() && !neutral.contains(type);
        }
        if (value.isArray()) {
            return !value.isEmpty();
        }
        String text = value.asString("").strip();
        return !text.isEmpty() && !neutral.contains(text);
    }

    private static boolean isSame(BigDecimal value, String neutral) {
        return !neutral.matches("[a-z]+") && value.compareTo(new BigDecimal(neutral)) == 0;
    }
}
