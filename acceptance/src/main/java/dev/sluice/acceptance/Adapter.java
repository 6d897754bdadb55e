package dev.sluice.acceptance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client's program, which is given one question a line and prints one answer a line. */
final class Adapter implements AutoCloseable {
    /** Some clients repeat a failed request for more than a minute. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(200);

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;
    private final Path log;
    private boolean usable = true;

    private Adapter(Process process, Path log) {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.log = log;
    }

    static Adapter start(List<String> command, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // What a caller has set for clients of another server must not reach these.
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_"));
        builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        var adapter = new Adapter(builder.start(), log);
        adapter.await(adapter::read);
        return adapter;
    }

    /**
     * Whether the last question was answered; a program that hangs or has ended is of no more use.
     */
    boolean isUsable() {
        return usable;
    }

    JsonNode ask(String question) {
        return await(() -> exchange(question));
    }

    private JsonNode await(Callable<JsonNode> exchange) {
        var answer = new FutureTask<>(exchange);
        Thread.ofVirtual().start(answer);
        usable = false;
        try {
            JsonNode given = answer.get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
            usable = true;
            return given;
        } catch (TimeoutException late) {
            throw new AdapterException(
                    "no answer after " + LONGEST_ANSWER.toSeconds() + " s", log, true);
        } catch (ExecutionException broken) {
            throw new AdapterException("the client's program has ended", log);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AdapterException("interrupted", log);
        }
    }

    private JsonNode exchange(String question) throws IOException {
        questions.write(question);
        questions.newLine();
        questions.flush();
        return read();
    }

    private JsonNode read() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("no answer");
        }
        return JsonMapper.shared().readTree(answer);
    }

    @Override
    public void close() {
        try {
            questions.close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException gone) {
            process.destroyForcibly();
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The program does not answer; its log tells why. */
    static final class AdapterException extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        private final boolean late;

        AdapterException(String what, Path log) {
            this(what, log, false);
        }

        private AdapterException(String what, Path log, boolean late) {
            super(what + "; see " + log, new IOException(what));
            this.late = late;
        }

        /** Whether the program may still be at work. */
        boolean isLate() {
            return late;
        }
    }
}
