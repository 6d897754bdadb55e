package dev.sluice.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Profile;
import dev.sluice.testkit.SimulatedApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * An upstream's stream is cut wherever it can be cut. Nobody may take what is left for a whole
 * answer, and nothing that came before the cut may be lost.
 */
final class CutTest {
    private static final List<String> WORDS =
            List.of("One", " \"two\"", "\n三", " 🚀🚀", " data: \\n\\n", " [DONE]", " six");
    private static final SimulatedApp CHAT =
            SimulatedApp.chat("app-chat").saying(WORDS.toArray(String[]::new));
    private static final SimulatedApp WORKFLOW =
            SimulatedApp.workflow("app-flow")
                    .profile(Profile.OLD)
                    .saying(WORDS.toArray(String[]::new));

    private static final String BORDER = "\n\n";
    private static final String TEXT_EVENT = "(?s)data: .*\"event\": ?\"(message|text_chunk)\".*";
    private static final int OFFSETS_BY_CHANCE = 200;

    /** Resets wait a moment in the simulator; many at once make up for that. */
    private static final int AT_ONCE = 24;

    @Test
    void a_chat_that_is_cut_anywhere_is_never_taken_for_whole() throws Exception {
        cutEverywhere(CHAT);
    }

    @Test
    void a_workflow_that_is_cut_anywhere_is_never_taken_for_whole() throws Exception {
        cutEverywhere(WORKFLOW);
    }

    private static void cutEverywhere(SimulatedApp app) throws Exception {
        var apps = new ArrayList<SimulatedApp>();
        for (int i = 0; i < AT_ONCE; i++) {
            apps.add(renamed(app, app.name() + i));
        }
        try (var gateway = TestGateway.with(apps.toArray(SimulatedApp[]::new)).start()) {
            byte[] stream = DirectRun.of(gateway, apps.getFirst()).body().getBytes(UTF_8);
            var todo = new ConcurrentLinkedQueue<>(cuts(stream));
            var workers = new ArrayList<Future<?>>();
            try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                for (SimulatedApp each : apps) {
                    workers.add(pool.submit(() -> work(gateway, each, stream, todo)));
                }
            }
            finish(workers);
        }
    }

    private static void work(
            TestGateway gateway, SimulatedApp app, byte[] stream, Queue<Fault.Cut> todo) {
        for (var cut = todo.poll(); cut != null; cut = todo.poll()) {
            gateway.dify().app(app.failing(cut));
            var question = Question.to(app.name());
            var before = new Beginning(stream, cut.atByte());

            before.check(gateway.ask(question.streamed()), cut);
            before.checkOnePiece(gateway.ask(question), cut);
        }
    }

    /** What a client must have been told of a stream's beginning. */
    private record Beginning(String content, boolean whole) {
        Beginning(byte[] stream, int cutAt) {
            this(
                    content(new String(stream, 0, cutAt, UTF_8)),
                    cutAt >= stream.length - BORDER.length());
        }

        /** An event counts from the last byte of its JSON on. */
        private static String content(String beginning) {
            var content = new StringBuilder();
            int words = 0;
            for (String event : beginning.split(BORDER, -1)) {
                if (event.matches(TEXT_EVENT) && isWhole(event.strip())) {
                    content.append(WORDS.get(words++));
                }
            }
            return content.toString();
        }

        private static boolean isWhole(String event) {
            long open = event.chars().filter(c -> c == '{').count();
            return event.endsWith("}") && open == event.chars().filter(c -> c == '}').count();
        }

        void check(Answer answer, Fault.Cut cut) {
            if (!whole && content.isEmpty()) {
                checkOnePiece(answer, cut);
                return;
            }
            assertThat(answer.status()).as("%s", cut).isEqualTo(200);
            assertThat(answer.events().content()).as("%s", cut).isEqualTo(content);
            assertThat(answer.events().rest()).as("%s", cut).isEmpty();
            assertThat(answer.events().isDone()).as("%s", cut).isEqualTo(whole);
            assertThat(answer.end())
                    .as("%s", cut)
                    .isEqualTo(whole ? Answer.End.WHOLE : Answer.End.CLOSED);
            if (!whole) {
                assertThat(answer.events().diagnosis()).as("%s", cut).isEqualTo("STREAM-TRUNCATED");
                assertThat(answer.events().data()).as("%s", cut).doesNotContain("[DONE]");
                assertThat(answer.body()).as("%s", cut).doesNotContain("\"finish_reason\":\"");
            }
        }

        void checkOnePiece(Answer answer, Fault.Cut cut) {
            assertThat(answer.end()).as("%s", cut).isEqualTo(Answer.End.WHOLE);
            assertThat(answer.status()).as("%s", cut).isEqualTo(whole ? 200 : 502);
            assertThat(answer.diagnosis()).as("%s", cut).isEqualTo(whole ? "" : "STREAM-TRUNCATED");
        }
    }

    private static List<Fault.Cut> cuts(byte[] stream) {
        var offsets = new TreeSet<Integer>();
        String text = new String(stream, UTF_8);
        for (int at = text.indexOf(BORDER); at >= 0; at = text.indexOf(BORDER, at + 1)) {
            int border = text.substring(0, at).getBytes(UTF_8).length;
            for (int near = border - 1; near <= border + BORDER.length() + 1; near++) {
                offsets.add(Math.min(near, stream.length));
            }
        }
        new Random(7).ints(OFFSETS_BY_CHANCE, 0, stream.length).forEach(offsets::add);
        var cuts = new ArrayList<Fault.Cut>();
        for (int offset : offsets) {
            for (Fault.Ending ending : Fault.Ending.values()) {
                cuts.add(new Fault.Cut(offset, ending));
            }
        }
        return cuts;
    }

    private static SimulatedApp renamed(SimulatedApp app, String name) {
        return new SimulatedApp(
                "app-" + name,
                name,
                app.mode(),
                app.profile(),
                app.script(),
                app.pace(),
                app.trouble(),
                app.details());
    }

    private static void finish(List<Future<?>> workers)
            throws InterruptedException, ExecutionException {
        for (Future<?> worker : workers) {
            worker.get();
        }
    }
}
