package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends an answer before the first of some texts, wherever the events' borders are. What could be
 * the beginning of one is held back until it is clear.
 */
public final class StopSequenceReader implements EventReader {
    private final EventReader reader;
    private final List<StopSequence> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    /**
     * Reads by that reader.
     *
     * @param stops none of them empty
     */
    public StopSequenceReader(EventReader reader, List<String> stops) {
        this.reader = Objects.requireNonNull(reader);
        this.stops = stops.stream().map(StopSequence::new).toList();
    }

    @Override
    public void read(byte[] bytes, int from, int to, EventSink out) {
        reader.read(bytes, from, to, event -> filter(event, out));
    }

    @Override
    public void end(EventSink out) {
        reader.end(event -> filter(event, out));
    }

    @Override
    public boolean isWhole() {
        return stopped || reader.isWhole();
    }

    @Override
    public boolean isCurtailed() {
        return stopped;
    }

    @Override
    public ObjectNode extension() {
        return reader.extension();
    }

    private void filter(ChatEvent event, EventSink out) {
        if (stopped) {
            return;
        }
        switch (event) {
            case ChatEvent.Text(String delta) -> out.event(next(delta));
            case ChatEvent.Replaced(String text) -> {
                held.setLength(0);
                stops.forEach(StopSequence::reset);
                out.event(new ChatEvent.Replaced(next(text).delta()));
            }
            case ChatEvent.File _,
                    ChatEvent.ToolCallDelta _,
                    ChatEvent.Finished _,
                    ChatEvent.Failed _ -> {
                release(out);
                out.event(event);
            }
            case ChatEvent.Started _,
                    ChatEvent.Delay _,
                    ChatEvent.Progress _,
                    ChatEvent.Reasoning _ ->
                    out.event(event);
        }
        if (stopped) {
            out.event(
                    new ChatEvent.Finished(
                            FinishReason.STOP_SEQUENCE, new Usage.Unknown(), reader.extension()));
        }
    }

    /** What is clear now; nothing while all of it is held. */
    private ChatEvent.Text next(String delta) {
        int cut = cut(delta);
        stopped = cut >= 0;
        held.append(delta);
        int clear = stopped ? cut : held.length() - longest();
        String text = held.substring(0, clear);
        held.delete(0, clear);
        return new ChatEvent.Text(text);
    }

    /** Where the first stop begins, in what is held and the delta after it; -1 without one. */
    private int cut(String delta) {
        for (int i = 0; i < delta.length(); i++) {
            int matched = 0;
            for (StopSequence stop : stops) {
                matched = Math.max(matched, stop.advance(delta.charAt(i)));
            }
            if (matched > 0) {
                return held.length() + i + 1 - matched;
            }
        }
        return -1;
    }

    private int longest() {
        return stops.stream().mapToInt(StopSequence::begun).max().orElse(0);
    }

    /** Text that follows something else begins no stop that was under way. */
    private void release(EventSink out) {
        if (!held.isEmpty()) {
            out.event(new ChatEvent.Text(held.toString()));
        }
        held.setLength(0);
        stops.forEach(StopSequence::reset);
    }
}
