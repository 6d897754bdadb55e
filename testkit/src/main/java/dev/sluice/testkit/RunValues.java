package dev.sluice.testkit;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What one run fills into the slots of its app's templates; used on the run's event loop. */
final class RunValues {
    private final Map<Slot, byte[]> values = new EnumMap<>(Slot.class);
    private final InstantSource clock;

    /** What a run is about, as its request said. */
    record Subject(String conversation, String user, String query, JsonNode inputs) {}

    RunValues(SplittableRandom chance, Subject subject, JsonStyle style, InstantSource clock) {
        this.clock = clock;
        values.put(Slot.TASK, ascii(quoted(AppIds.uuid(chance.nextLong()))));
        values.put(Slot.MESSAGE, ascii(quoted(AppIds.uuid(chance.nextLong()))));
        values.put(Slot.RUN, ascii(quoted(AppIds.uuid(chance.nextLong()))));
        values.put(Slot.CONVERSATION, ascii(quoted(subject.conversation)));
        values.put(Slot.CREATED, ascii(Long.toString(clock.instant().getEpochSecond())));
        values.put(Slot.END_USER, ascii(quoted(AppIds.uuid(subject.user.hashCode()))));
        values.put(Slot.USER, spelled(text(subject.user), style));
        values.put(Slot.QUERY, spelled(text(subject.query), style));
    }

    /** A workflow repeats its inputs, with what the system adds to them. */
    RunValues withInputs(Subject subject, AppIds ids, JsonStyle style) {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        subject.inputs.properties().forEach(input -> inputs.set(input.getKey(), input.getValue()));
        inputs.putArray("sys.files");
        inputs.put("sys.user_id", subject.user);
        inputs.put("sys.app_id", ids.app());
        inputs.put("sys.workflow_id", ids.workflow());
        inputs.put("sys.workflow_run_id", unquoted(Slot.RUN));
        values.put(Slot.INPUTS, spelled(inputs, style));
        inputs.put("sys.timestamp", clock.instant().getEpochSecond());
        values.put(Slot.NODE_INPUTS, spelled(inputs, style));
        return this;
    }

    byte[] of(Slot slot) {
        return slot == Slot.NOW ? now() : filled(slot);
    }

    String task() {
        return unquoted(Slot.TASK);
    }

    private byte[] now() {
        return ascii(Long.toString(clock.instant().getEpochSecond()));
    }

    private byte[] filled(Slot slot) {
        byte[] value = values.get(slot);
        // A chat has no inputs to repeat.
        return value == null ? ascii("{}") : value;
    }

    private String unquoted(Slot slot) {
        byte[] quoted = filled(slot);
        return new String(quoted, 1, quoted.length - 2, StandardCharsets.US_ASCII);
    }

    private static byte[] spelled(JsonNode node, JsonStyle style) {
        return new Template.Builder(style).content(node).text().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
