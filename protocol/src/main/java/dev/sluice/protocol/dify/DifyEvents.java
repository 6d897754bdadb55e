package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventSink;
import dev.sluice.protocol.sse.SseFramer;
import dev.sluice.protocol.sse.SseSink;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the stream of a run. Chatbots and workflows have no event name in common that would mean
 * two things, so one reader does for both.
 */
final class DifyEvents implements EventReader {
    private static final ChatEvent PROGRESS = new ChatEvent.Progress();

    private final DifyFailures failures;
    private final Endings endings;
    private final SseFramer framer = new SseFramer();

    /** The form a run began to wait for; empty while there is none. */
    private JsonNode form = Json.empty();

    private boolean started;
    private boolean answered;
    private boolean ended;

    DifyEvents(DifyFailures failures) {
        this.failures = failures;
        this.endings = new Endings(failures);
    }

    @Override
    public void read(byte[] bytes, int from, int to, EventSink out) {
        framer.read(bytes, from, to, new Events(out, false));
    }

    @Override
    public void end(EventSink out) {
        framer.end(new Events(out, true));
        fail(failures.truncated(), out);
    }

    /** The framer's findings on their way to one sink. */
    private final class Events implements SseSink {
        private final EventSink out;

        /** The stream broke off; what came without its end is no event if it is not complete. */
        private final boolean cutOff;

        Events(EventSink out, boolean cutOff) {
            this.out = out;
            this.cutOff = cutOff;
        }

        @Override
        public void data(byte[] bytes, int from, int to) {
            // Some proxies keep a connection alive with an event that is empty.
            if (ended || from == to) {
                return;
            }
            try {
                event(bytes, from, to, out);
            } catch (JacksonException _) {
                if (!cutOff) {
                    fail(failures.garbled(), out);
                }
            }
        }

        @Override
        public void tooLarge() {
            fail(failures.eventTooLarge(), out);
        }
    }

    private void event(byte[] bytes, int from, int to, EventSink out) {
        EventHead head = EventHead.read(bytes, from, to, !started);
        if (head.name().equals("ping")) {
            return;
        }
        if (!started) {
            started = true;
            out.event(new ChatEvent.Started(head.ids()));
        }
        switch (head.name()) {
            case "message", "text_chunk" -> text(head.text(), out);
            case "reasoning_chunk" -> reasoning(head.text(), out);
            case "message_replace", "text_replace" -> replaced(head.text(), out);
            // From here on rare events, of which more is wanted than their head.
            case "message_file" -> file(head.text(), Json.tree(bytes, from, to), out);
            case "message_end" -> last(Endings.messageEnd(Json.tree(bytes, from, to)), out);
            case "workflow_finished" -> workflowFinished(data(bytes, from, to), out);
            case "workflow_paused" -> last(Endings.paused(data(bytes, from, to), form), out);
            case "human_input_required" -> {
                form = data(bytes, from, to);
                out.event(PROGRESS);
            }
            case "error" ->
                    last(new ChatEvent.Failed(failures.error(Json.tree(bytes, from, to))), out);
            // Steps, sounds, and whatever tomorrow's Dify sends: a sign of life, and no more.
            default -> out.event(PROGRESS);
        }
    }

    private void text(String delta, EventSink out) {
        answered |= !delta.isEmpty();
        out.event(delta.isEmpty() ? PROGRESS : new ChatEvent.Text(delta));
    }

    private static void reasoning(String delta, EventSink out) {
        out.event(delta.isEmpty() ? PROGRESS : new ChatEvent.Reasoning(delta));
    }

    private void replaced(String whole, EventSink out) {
        answered = true;
        out.event(new ChatEvent.Replaced(whole));
    }

    /** A file of the model becomes a link; of the user's own files the client knows already. */
    private void file(String answer, JsonNode event, EventSink out) {
        String url = event.path("url").asString("");
        if (event.has("answer")) {
            // Dify 1.11.2 to 1.12 names the deltas of a message with any file message_file.
            text(answer, out);
        } else if (url.isEmpty() || event.path("belongs_to").asString("").equals("user")) {
            out.event(PROGRESS);
        } else if (event.path("type").asString("").equals("image")) {
            text("\n![image](" + url + ")\n", out);
        } else {
            text("\n[file](" + url + ")\n", out);
        }
    }

    private void workflowFinished(JsonNode data, EventSink out) {
        ChatEvent last = endings.workflowFinished(data);
        if (last instanceof ChatEvent.Finished && !answered) {
            text(Endings.outputs(data), out);
        }
        last(last, out);
    }

    private void last(ChatEvent event, EventSink out) {
        ended = true;
        out.event(event);
    }

    private static JsonNode data(byte[] bytes, int from, int to) {
        return Json.tree(bytes, from, to).path("data");
    }

    private void fail(ChatFailure failure, EventSink out) {
        if (!ended) {
            last(new ChatEvent.Failed(failure), out);
        }
    }
}
