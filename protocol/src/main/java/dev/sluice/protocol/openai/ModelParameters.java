package dev.sluice.protocol.openai;

import dev.sluice.protocol.Fields;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The members by which a client sets how the model answers. Which of them a request has is known by
 * name alone; one that has its neutral value, or none, is not there.
 */
final class ModelParameters {
    private static final Map<String, Set<String>> NEUTRAL = neutral();

    private ModelParameters() {}

    /** Each name with the values that change nothing. */
    private static Map<String, Set<String>> neutral() {
        var all = new LinkedHashMap<String, Set<String>>();
        for (String length : List.of("max_tokens", "max_completion_tokens", "max_output_tokens")) {
            all.put(length, Set.of("0", "-1"));
        }
        all.put("min_tokens", Set.of("0"));
        all.put("temperature", Set.of("1"));
        all.put("top_p", Set.of("1"));
        all.put("top_k", Set.of("0", "-1"));
        all.put("min_p", Set.of("0"));
        all.put("frequency_penalty", Set.of("0"));
        all.put("presence_penalty", Set.of("0"));
        all.put("repetition_penalty", Set.of("1"));
        all.put("repeat_penalty", Set.of("1"));
        all.put("seed", Set.of());
        all.put("logit_bias", Set.of());
        all.put("logprobs", Set.of("false", "0"));
        all.put("top_logprobs", Set.of("0"));
        all.put("response_format", Set.of("text"));
        all.put("reasoning_effort", Set.of());
        all.put("reasoning", Set.of());
        all.put("thinking", Set.of());
        all.put("verbosity", Set.of("medium"));
        all.put("prediction", Set.of());
        all.put("web_search_options", Set.of());
        return all;
    }

    static Set<String> members() {
        return NEUTRAL.keySet();
    }

    static List<String> read(JsonNode body) {
        return NEUTRAL.entrySet().stream()
                .filter(known -> isSet(body.path(known.getKey()), known.getValue()))
                .map(Map.Entry::getKey)
                .toList();
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
