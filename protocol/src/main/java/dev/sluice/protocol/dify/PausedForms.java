package dev.sluice.protocol.dify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The forms that a paused run waits for. */
final class PausedForms {
    /** What a client needs to show a form and to send it; the rest is for Dify's own front end. */
    private static final List<String> MEMBERS =
            List.of(
                    "form_id",
                    "form_token",
                    "node_id",
                    "node_title",
                    "form_content",
                    "inputs",
                    "actions",
                    "expiration_time");

    private static final String FORM = "human_input_required";

    private final Map<String, JsonNode> announced = new LinkedHashMap<>();

    void required(JsonNode form) {
        announced.put(form.path("node_id").asString(""), form);
    }

    /** Filled in, or too late for that. */
    void over(JsonNode form) {
        announced.remove(form.path("node_id").asString(""));
    }

    /** The first form, and as its {@code others} the rest, where several branches wait. */
    ObjectNode of(JsonNode paused) {
        List<JsonNode> told =
                announced.isEmpty()
                        ? paused.path("reasons").valueStream().filter(PausedForms::isForm).toList()
                        : List.copyOf(announced.values());
        List<ObjectNode> forms = told.stream().map(PausedForms::members).toList();
        ObjectNode first = forms.isEmpty() ? Json.empty() : forms.getFirst();
        if (forms.size() > 1) {
            first.putArray("others").addAll(forms.subList(1, forms.size()));
        }
        return first;
    }

    /** Dify 1.16.1 spells the key {@code TYPE}. */
    private static boolean isForm(JsonNode reason) {
        String type = reason.path("TYPE").asString(reason.path("type").asString(FORM));
        return type.equals(FORM);
    }

    private static ObjectNode members(JsonNode form) {
        ObjectNode told = Json.empty();
        MEMBERS.stream().filter(form::has).forEach(member -> told.set(member, form.get(member)));
        return told;
    }
}
