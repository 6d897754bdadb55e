package dev.sluice.testkit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The inputs of a canvas run as its events repeat them, with what the system adds. */
final class RunInputs {
    private final RunValues.Subject subject;
    private final AppIds ids;
    private final String run;

    RunInputs(RunValues.Subject subject, AppIds ids, String run) {
        this.subject = subject;
        this.ids = ids;
        this.run = run;
    }

    /** As {@code workflow_started} tells them. */
    ObjectNode started() {
        boolean unnamed = profile().isAtLeast("1.13.0") && subject.turns() == 0;
        return inputs(!unnamed);
    }

    /** As the start node sees them. */
    ObjectNode ofNode(long now) {
        if (profile().isAtLeast("1.16.0")) {
            return plain();
        }
        ObjectNode inputs = inputs(true);
        return isChat() ? inputs : inputs.put("sys.timestamp", now);
    }

    /** As they were asked. */
    ObjectNode plain() {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        if (profile().isAtLeast("1.16.0")) {
            inTheOrderOfTheForm(inputs);
        }
        subject.inputs()
                .properties()
                .forEach(input -> inputs.putIfAbsent(input.getKey(), recorded(input.getValue())));
        return inputs;
    }

    private void inTheOrderOfTheForm(ObjectNode inputs) {
        for (JsonNode field : Frames.given(subject.asked().app().details().inputForm())) {
            for (JsonNode control : field) {
                String variable = control.path("variable").asString("");
                if (subject.inputs().has(variable)) {
                    inputs.set(variable, recorded(subject.inputs().get(variable)));
                }
            }
        }
    }

    private JsonNode recorded(JsonNode input) {
        boolean files = input.isArray() && input.path(0).has("transfer_method");
        if (!profile().isAtLeast("1.16.0") || !(files || input.has("transfer_method"))) {
            return input;
        }
        if (!files) {
            return recordedFile(input);
        }
        ArrayNode models = JsonNodeFactory.instance.arrayNode();
        input.forEach(file -> models.add(recordedFile(file)));
        return models;
    }

    private ObjectNode inputs(boolean namesConversation) {
        ObjectNode inputs = plain();
        if (profile().isAtLeast("1.16.0")) {
            query(inputs);
            files(inputs);
            user(inputs);
            dialogue(inputs, subject.turns() + 1);
            app(inputs);
        } else if (profile().isAtLeast("1.9.0")) {
            files(inputs);
            user(inputs);
            app(inputs);
            query(inputs);
            conversation(inputs, namesConversation);
            dialogue(inputs, subject.turns() + 1);
        } else {
            query(inputs);
            files(inputs);
            conversation(inputs, namesConversation);
            user(inputs);
            dialogue(inputs, subject.turns());
            app(inputs);
        }
        return inputs;
    }

    private void files(ObjectNode inputs) {
        JsonNode files = subject.asked().files();
        boolean recorded = profile().isAtLeast("1.16.0");
        ArrayNode models = JsonNodeFactory.instance.arrayNode();
        files.forEach(file -> models.add(recorded ? recordedFile(file) : file));
        inputs.set("sys.files", models);
    }

    /** As recorded of a file with a URL. */
    private static JsonNode recordedFile(JsonNode file) {
        String url = file.path("url").asString("");
        String name = url.substring(url.lastIndexOf('/') + 1);
        return JsonNodeFactory.instance
                .objectNode()
                .put("dify_model_identity", "__dify__file__")
                .putNull("id")
                .put("type", file.path("type").asString(""))
                .put("transfer_method", file.path("transfer_method").asString(""))
                .put("remote_url", url)
                .putNull("reference")
                .put("filename", name)
                .put("extension", "." + UploadPage.extension(name))
                .put("mime_type", mimeType(name))
                .put("size", -1)
                .putNull("related_id")
                .put("url", url);
    }

    private static String mimeType(String name) {
        return name.endsWith(".txt") ? "text/plain" : "image/" + UploadPage.extension(name);
    }

    private void user(ObjectNode inputs) {
        inputs.put("sys.user_id", subject.asked().user());
    }

    private void app(ObjectNode inputs) {
        inputs.put("sys.app_id", ids.app());
        inputs.put("sys.workflow_id", ids.workflow());
        inputs.put("sys.workflow_run_id", run);
    }

    private void query(ObjectNode inputs) {
        if (isChat()) {
            inputs.put("sys.query", subject.asked().query());
        }
    }

    private void conversation(ObjectNode inputs, boolean named) {
        if (isChat() && named) {
            inputs.put("sys.conversation_id", subject.conversation());
        }
    }

    private void dialogue(ObjectNode inputs, int count) {
        if (isChat()) {
            inputs.put("sys.dialogue_count", count);
        }
    }

    private boolean isChat() {
        return subject.asked().app().mode() == Mode.ADVANCED_CHAT;
    }

    private Profile profile() {
        return subject.asked().app().profile();
    }
}
