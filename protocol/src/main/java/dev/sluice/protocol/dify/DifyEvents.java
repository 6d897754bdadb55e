package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventSink;
import dev.sluice.protocol.sse.SseFramer;
import dev.sluice.protocol.sse.SseSink;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the stream of a run, of any mode: no two of them mean different things by one event. Which
 * event is the last does differ. A chatflow has two last events in an order that depends on its
 * version, so after one of them it is read on, until the other or the end of the bytes; only a
 * failure and a pause are final at once.
 */
final class DifyEvents implements EventReader {
    private static final ChatEvent PROGRESS = new ChatEvent.Progress("");

    /** A source of text that no node can be named like. */
    private static final String OUTPUTS = " outputs";

    /** What begins a run even if it does not name it; of tomorrow's events, none. */
    private static final Set<String> BEGINNINGS =
            Set.of(
                    "message",
                    "text_chunk",
                    "agent_message",
                    "agent_thought",
                    "reasoning_chunk",
                    "message_replace",
                    "text_replace",
                    "message_file",
                    "message_end",
                    "workflow_started",
                    "workflow_finished",
                    "workflow_paused",
                    "error");

    private final Mode mode;
    private final ErrorCatalogue errors;
    private final FileLinks links;
    private final AnswerForm form;
    private final Ending ending;
    private final SseFramer framer = new SseFramer();
    private final Speech speech;
    private final FirstBlanks firstBlanks = new FirstBlanks();
    private final AgentTalk agent = new AgentTalk();
    private final PausedForms forms = new PausedForms();

    /** The text as it was streamed, thoughts and all, to be compared with what comes last. */
    private final StringBuilder streamed = new StringBuilder();

    private boolean started;

    /** Whether an event has named the run, as every later one does alike. */
    private boolean identified;

    private boolean workflowStarted;
    private boolean hasFiles;
    private boolean replaced;
    private boolean ended;

    DifyEvents(Mode mode, ErrorCatalogue errors, FileLinks links, AnswerForm form) {
        this.mode = mode;
        this.errors = errors;
        this.links = links;
        this.form = form;
        this.ending = new Ending(mode, links);
        this.speech = new Speech(mode == Mode.AGENT);
    }

    @Override
    public void read(byte[] bytes, int from, int to, EventSink out) {
        framer.read(bytes, from, to, new Events(out, false));
    }

    @Override
    public boolean isWhole() {
        return ending.isReached() && (speech.hasWords() || hasFiles || !ending.whole().isBlank());
    }

    @Override
    public ObjectNode extension() {
        return ending.extension();
    }

    @Override
    public void end(EventSink out) {
        framer.end(new Events(out, true));
        broken(errors.failures().truncated(), out);
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
                    broken(errors.failures().garbled(), out);
                }
            }
        }

        @Override
        public void tooLarge() {
            broken(errors.failures().eventTooLarge(), out);
        }
    }

    private void event(byte[] bytes, int from, int to, EventSink out) {
        EventHead head = EventHead.read(bytes, from, to, !identified);
        boolean isLifeless = !started && head.ids().isEmpty() && !BEGINNINGS.contains(head.name());
        if (head.name().equals("ping") || isLifeless) {
            return;
        }
        if (!started || (!identified && !head.ids().isEmpty())) {
            started = true;
            identified = !head.ids().isEmpty();
            ending.began(head.ids());
            out.event(new ChatEvent.Started(head.ids()));
        }
        switch (head.name()) {
            case "message" -> message(head, out);
            case "text_chunk" -> text(head.source(), head.text(), out);
            case "agent_message" -> {
                agent.said(head.text());
                text(agent.round(), head.text(), out);
            }
            case "reasoning_chunk" -> reasoning(head.node(), head.text(), out);
            case "message_replace", "text_replace" -> replaced(head.text(), out);
            case "node_started", "iteration_started", "loop_started" ->
                    out.event(new ChatEvent.Progress(head.title()));
            // Of the others only few are wanted, but those with more than their head.
            default -> rare(head, () -> Json.tree(bytes, from, to), out);
        }
    }

    private void rare(EventHead head, Supplier<JsonNode> event, EventSink out) {
        switch (head.name()) {
            case "agent_thought" -> thought(event.get(), out);
            case "message_file" -> file(head, event.get(), out);
            case "message_end" -> messageEnd(event.get(), out);
            case "workflow_finished" -> workflowFinished(event.get(), out);
            case "workflow_paused" -> {
                ending.paused(event.get(), forms);
                finish(out);
            }
            case "error" -> last(new ChatEvent.Failed(errors.event(event.get())), out);
            // Whatever else it is, it is a sign of life.
            default -> {
                note(head.name(), event);
                out.event(PROGRESS);
            }
        }
    }

    /** What changes nothing for the client yet, but may at the end. */
    private void note(String name, Supplier<JsonNode> event) {
        switch (name) {
            case "workflow_started" -> workflowStarted = true;
            case "human_input_required" -> forms.required(event.get().path("data"));
            case "human_input_form_filled", "human_input_form_timeout" ->
                    forms.over(event.get().path("data"));
            // Steps, sounds, and whatever tomorrow's Dify sends; steps can be as large as books.
            default -> {}
        }
    }

    /** A piece of the answer, or what a New Agent repeats at its end, in the place of its round. */
    private void message(EventHead head, EventSink out) {
        String source = agent.round().isEmpty() ? head.source() : agent.round();
        text(source, agent.beyondSaid(head.text()), out);
    }

    private void text(String source, String delta, EventSink out) {
        streamed.append(delta);
        if (delta.isEmpty() || form.isDeferred() || !speech.say(source, delta, out)) {
            out.event(PROGRESS);
        }
    }

    private void reasoning(String source, String delta, EventSink out) {
        String text = firstBlanks.without(source, delta);
        out.event(text.isEmpty() ? PROGRESS : new ChatEvent.Reasoning(text));
    }

    private void thought(JsonNode event, EventSink out) {
        agent.thought(event);
        String growth = mode == Mode.AGENT ? agent.growth(event) : "";
        if (growth.isEmpty()) {
            out.event(PROGRESS);
        } else {
            reasoning(agent.round(), growth, out);
        }
    }

    private void replaced(String whole, EventSink out) {
        replaced = true;
        streamed.setLength(0);
        streamed.append(whole);
        agent.replaced(whole);
        if (form.isDeferred()) {
            out.event(PROGRESS);
        } else {
            speech.replace(whole, out);
        }
    }

    /** Of the user's own files the client knows already. */
    private void file(EventHead head, JsonNode event, EventSink out) {
        String url = event.path("url").asString("");
        String type = event.path("type").asString("");
        if (event.has("answer")) {
            // Dify 1.11.2 to 1.12 names the deltas of a message with any file message_file.
            text(head.source(), head.text(), out);
        } else if (url.isEmpty() || event.path("belongs_to").asString("").equals("user")) {
            out.event(PROGRESS);
        } else {
            hasFiles = true;
            speech.pause(out);
            out.event(new ChatEvent.File(type, links.absolute(url), links.markdown(type, url)));
        }
    }

    private void messageEnd(JsonNode event, EventSink out) {
        // The thoughts of the New Agent have been sent; only where nothing else was, they answer.
        boolean haveAnswer = mode == Mode.AGENT && speech.hasWords();
        String rest = haveAnswer ? "" : agent.rest();
        if (!rest.isEmpty()) {
            text(agent.round(), rest, out);
        }
        ending.messageEnd(event);
        finishUnless(workflowStarted && !ending.hasWorkflowFinished(), out);
    }

    private void workflowFinished(JsonNode event, EventSink out) {
        Optional<ChatFailure> failure = errors.workflow(event);
        if (failure.isPresent()) {
            last(new ChatEvent.Failed(failure.get()), out);
            return;
        }
        ending.workflowFinished(event);
        finishUnless(mode != Mode.WORKFLOW && !ending.hasMessageEnd(), out);
    }

    private void finishUnless(boolean moreMayCome, EventSink out) {
        if (moreMayCome) {
            out.event(PROGRESS);
        } else {
            finish(out);
        }
    }

    private void finish(EventSink out) {
        if (form.isDeferred()) {
            speech.say("", form.answer(streamed.toString(), replaced, ending.outputs()), out);
        } else if (!replaced) {
            rest(out);
        }
        if (form.showsOutputs(streamed.toString(), ending.outputs())) {
            ending.showOutputs();
        }
        speech.end(out);
        last(ending.finished(), out);
    }

    /**
     * What the last events know of the answer and the deltas did not; all, if they had no words.
     */
    private void rest(EventSink out) {
        String sent = streamed.toString();
        Optional<String> beyond = sent.isEmpty() ? Optional.empty() : ending.beyond(sent);
        if (beyond.isPresent()) {
            speech.goOn(beyond.get(), out);
        } else if (!speech.hasWords()) {
            speech.say(OUTPUTS, ending.whole(), out);
        }
    }

    /** However the bytes broke off: what is whole by then stays whole. */
    private void broken(ChatFailure failure, EventSink out) {
        if (ended) {
            return;
        }
        if (ending.isReached()) {
            finish(out);
        } else {
            last(new ChatEvent.Failed(failure), out);
        }
    }

    private void last(ChatEvent event, EventSink out) {
        ended = true;
        if (event instanceof ChatEvent.Failed) {
            speech.breakOff(out);
        }
        out.event(event);
    }
}
