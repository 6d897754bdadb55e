package dev.sluice.testkit;

import tools.jackson.databind.JsonNode;
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
        ObjectNode inputs = inputs(true);
        return isChat() ? inputs : inputs.put("sys.timestamp", now);
    }

    private ObjectNode inputs(boolean namesConversation) {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        subject.inputs()
                .properties()
                .forEach(input -> inputs.set(input.getKey(), input.getValue()));
        if (profile().isAtLeast("1.9.0")) {
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
        inputs.set("sys.files", files.isArray() ? files : JsonNodeFactory.instance.arrayNode());
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
