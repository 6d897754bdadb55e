package dev.sluice.testkit;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What one run fills into the slots of its app's templates; used on the run's event loop. */
final class RunValues {
    private final Map<Slot, byte[]> values = new EnumMap<>(Slot.class);
    private final JsonStyle style;
    private final InstantSource clock;

    /**
     * What a run is about.
     *
     * @param turns how many its conversation had before
     * @param inputs those that count, which on old servers are the first turn's
     */
    record Subject(Asked asked, String conversation, int turns, JsonNode inputs) {}

    RunValues(SplittableRandom chance, Subject subject, JsonStyle style, InstantSource clock) {
        this.style = style;
        this.clock = clock;
        values.put(Slot.TASK, ascii(quoted(AppIds.uuid(chance.nextLong()))));
        values.put(Slot.MESSAGE, ascii(quoted(AppIds.uuid(chance.nextLong()))));
        values.put(Slot.RUN, ascii(quoted(AppIds.uuid(chance.nextLong()))));
        values.put(Slot.CONVERSATION, ascii(quoted(subject.conversation)));
        values.put(Slot.CREATED, ascii(Long.toString(now())));
        values.put(Slot.END_USER, ascii(quoted(AppIds.endUser(subject.asked.user()))));
        with(Slot.USER, text(subject.asked.user()));
        with(Slot.QUERY, text(subject.asked.query()));
    }

    RunValues with(Slot slot, JsonNode value) {
        String spelled = new Template.Builder(style).content(value).text();
        values.put(slot, spelled.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] of(Slot slot) {
        return slot == Slot.NOW ? ascii(Long.toString(now())) : filled(slot);
    }

    /** An id, as text. */
    String id(Slot slot) {
        byte[] quoted = filled(slot);
        return new String(quoted, 1, quoted.length - 2, StandardCharsets.US_ASCII);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private byte[] filled(Slot slot) {
        byte[] value = values.get(slot);
        // A chat has no inputs to repeat.
        return value == null ? ascii("{}") : value;
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
