package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.Usage;
import java.util.ArrayList;
import java.util.List;

/** Events as lines that people can check: what follows each other of one kind is one line. */
final class ReadableEvents {
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder piece = new StringBuilder();
    private String kind = "";

    private ReadableEvents() {}

    static String of(List<ChatEvent> events) {
        var text = new ReadableEvents();
        events.forEach(text::event);
        text.flush();
        return String.join("\n", text.lines) + "\n";
    }

    static String of(ChatFailure failure) {
        String retry = failure.retryAfterSeconds() == 0 ? "" : " in " + failure.retryAfterSeconds();
        String param = failure.param().isEmpty() ? "" : " at " + failure.param();
        return "failed %s%s%s\n  %s\n  %s"
                .formatted(failure.code().id(), param, retry, failure.cause(), failure.fix());
    }

    private void event(ChatEvent event) {
        switch (event) {
            case ChatEvent.Text(String delta) -> more("text", delta);
            case ChatEvent.Reasoning(String delta) -> more("reasoning", delta);
            case ChatEvent.Progress(String step) -> {
                if (!step.isEmpty()) {
                    line("step " + step);
                }
            }
            case ChatEvent.Started(var ids) ->
                    line(
                            "started task %s message %s conversation %s"
                                    .formatted(
                                            last(ids.task()),
                                            last(ids.message()),
                                            last(ids.conversation())));
            case ChatEvent.ToolCallDelta call -> line(call.toString());
            case ChatEvent.Waiting waiting -> line(waiting.toString());
            case ChatEvent.Loading loading -> line(loading.toString());
            case ChatEvent.File file -> line("file " + file.kind() + " " + file.url());
            case ChatEvent.Replaced(String text) -> line("replaced by " + quoted(text));
            case ChatEvent.Finished end ->
                    line(
                            "finished %s %s\n  %s"
                                    .formatted(end.reason(), of(end.usage()), end.extension()));
            case ChatEvent.Failed(var failure) -> line(of(failure));
        }
    }

    /** Dify tells nothing of what the tokens were. */
    private static String of(Usage usage) {
        return usage.toString().replace(", cached=0, reasoning=0]", "]");
    }

    private void more(String newKind, String delta) {
        if (!kind.equals(newKind)) {
            flush();
            kind = newKind;
        }
        piece.append(delta);
    }

    private void line(String line) {
        flush();
        lines.add(line);
    }

    private void flush() {
        if (!kind.isEmpty()) {
            lines.add(kind + " " + quoted(piece.toString()));
        }
        piece.setLength(0);
        kind = "";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\n", "\\n") + '"';
    }

    private static String last(String id) {
        return id.isEmpty() ? "-" : id.substring(Math.max(0, id.length() - 2));
    }
}
