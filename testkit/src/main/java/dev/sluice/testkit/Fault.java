package dev.sluice.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What goes wrong with an app's runs; several faults of different kinds work together. */
public sealed interface Fault {
    /** A fault that only changes what is played. */
    sealed interface Scripted extends Fault {
        List<Step> applyTo(List<Step> script, Mode mode);
    }

    /** Nothing at all, not even a response head, for so long. */
    record LateHead(Duration delay) implements Fault {}

    /** A response head at once, then silence before the first event. */
    record LateEvents(Duration delay) implements Scripted {
        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            List<Step> late = new ArrayList<>(script);
            late.addFirst(new Step.Silence(delay));
            return late;
        }
    }

    /** The body goes out in pieces of so many bytes, each a chunk and a write of its own. */
    record Split(int bytes) implements Fault {}

    /** The stream breaks off after so many bytes of its body. */
    record Cut(int atByte, Ending ending) implements Fault {}

    /** After the terminal event nothing comes, not even the end of the body. */
    record StayOpen() implements Scripted {
        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            List<Step> open = new ArrayList<>(script);
            open.addLast(new Step.Hold());
            return open;
        }
    }

    /** The body ends cleanly, but the terminal event never came. */
    record NoTerminal() implements Scripted {
        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            return script.stream().filter(step -> !(step instanceof Step.End)).toList();
        }
    }

    /** Pings and nothing else. */
    record PingsOnly(Duration every) implements Scripted {
        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            return List.of(new Step.Pings(every));
        }
    }

    /** The model fails after so many parts of the answer. */
    record FailedRun(int afterTexts, String message) implements Scripted {
        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            List<Step> failing = Script.until(script, afterTexts);
            if (mode.isCanvas()) {
                failing.add(new Step.NodeFinished(Step.Node.LLM, "", message));
                failing.add(new Step.End("failed", message));
            } else {
                failing.add(new Step.Failed(400, "completion_request_error", message));
            }
            return failing;
        }
    }

    /**
     * A chatflow or workflow waits for a worker: a head and one ping, then silence for so long,
     * then the run, or where no worker ever takes it the end of the body without an event. Other
     * modes have no queue.
     */
    record Queued(Duration length, boolean taken) implements Scripted {
        public Queued(Duration length) {
            this(length, true);
        }

        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            if (!mode.isCanvas()) {
                return script;
            }
            List<Step> queued = new ArrayList<>(taken ? script : List.of());
            queued.addFirst(new Step.Silence(length));
            return queued;
        }
    }

    /**
     * The model's provider sends nothing for so long before the first part of the answer; a ping
     * comes after each 10 s.
     */
    record SlowProvider(Duration delay) implements Scripted {
        private static final Duration PING = Duration.ofSeconds(10);

        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            List<Step> slow = Script.until(script, 0);
            List<Step> rest = script.subList(slow.size(), script.size());
            Duration left = delay;
            while (left.compareTo(PING) > 0) {
                slow.add(new Step.Silence(PING));
                slow.add(new Step.Ping());
                left = left.minus(PING);
            }
            slow.add(new Step.Silence(left));
            slow.addAll(rest);
            return slow;
        }
    }

    /**
     * The model's provider fails after so many parts of the answer, as the plugin {@code
     * openai_api_compatible} 0.0.63 of a Dify 1.16.1 reports it: whatever its status, the run fails
     * with {@code invalid_param}, and the message is JSON. A New Agent reports it in words.
     */
    record ProviderFailure(int afterTexts, PluginError error) implements Scripted {
        /** The provider refuses the request with this status and a JSON error of its own. */
        public static ProviderFailure status(int status) {
            return new ProviderFailure(0, PluginError.ofStatus(status));
        }

        /** The provider sends an error object inside its stream. */
        public static ProviderFailure inside(int afterTexts) {
            return new ProviderFailure(afterTexts, PluginError.INSIDE);
        }

        /** The provider breaks its stream off. */
        public static ProviderFailure cut(int afterTexts) {
            return new ProviderFailure(afterTexts, PluginError.CUT);
        }

        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            List<Step> failing = Script.until(script, afterTexts);
            if (mode.isCanvas()) {
                failing.add(new Step.NodeFinished(Step.Node.LLM, "", error.ofNode()));
                failing.add(new Step.End("failed", error.ofNode()));
            } else if (mode == Mode.AGENT) {
                failing.add(new Step.Failed(400, "completion_request_error", error.inWords()));
            } else {
                if (afterTexts == 0) {
                    // An agent fails before it has thought anything.
                    failing.clear();
                }
                failing.add(new Step.Failed(400, "invalid_param", error.json()));
            }
            return failing;
        }
    }

    /**
     * A model of the app is not set up: chats, agents and completions refuse the run; a chatflow or
     * workflow has an {@code error} and then a start and an end made up by the server.
     */
    record ModelNotConfigured() implements Scripted {
        static final DifyError REFUSED =
                new DifyError(
                        400, "provider_not_initialize", "Model m1 credentials is not initialized.");
        private static final String MISSING = "Model m1 not exist.";

        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            return List.of(
                    new Step.Failed(400, "invalid_param", MISSING), new Step.NeverBegan(MISSING));
        }
    }

    /**
     * Input moderation answers with a preset text. A chatflow's stream then ends with a start and a
     * failed end made up by the server, although all went well.
     */
    record InputBlocked(String answer) implements Scripted {
        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            return switch (mode) {
                case ADVANCED_CHAT, WORKFLOW ->
                        List.of(
                                new Step.TextOf("", "", answer),
                                new Step.MessageEnd(),
                                new Step.NeverBegan(
                                        "Workflow stream ended without a terminal event"));
                case CHAT, AGENT_CHAT, COMPLETION, AGENT -> Script.annotation(answer);
            };
        }
    }

    /** Somebody else stops the run after so many parts of the answer. */
    record StoppedElsewhere(int afterTexts) implements Scripted {
        @Override
        public List<Step> applyTo(List<Step> script, Mode mode) {
            List<Step> stopped = Script.until(script, afterTexts);
            stopped.add(new Step.Stopped());
            return stopped;
        }
    }

    /**
     * The answer comes in {@code message_file} events, as 1.11.2 to 1.12 did when files were sent.
     */
    record TextAsMessageFile() implements Fault {}

    /** A proxy in between answers with its own page. */
    record HtmlPage(int status) implements Fault {}

    /** Dify refuses the run. */
    record JsonError(int status, String code, String message) implements Fault {
        public static JsonError of(KnownError error) {
            String code = error.name().toLowerCase(Locale.ROOT);
            return new JsonError(error.status(), code, error.message());
        }

        public static JsonError tooManyRequests() {
            return of(KnownError.TOO_MANY_REQUESTS);
        }

        /** The same refusal as servers up to 1.15 really spell it. */
        public static JsonError tooManyRequestsLookAlike() {
            return new JsonError(400, "invalid_param", KnownError.TOO_MANY_REQUESTS.message());
        }
    }

    /** Status 200 with this content type, and a body of that type instead of a stream. */
    record WrongType(String contentType) implements Fault {}

    /** The connection is reset once the request was read. */
    record ResetAfterRequest() implements Fault {}

    /** How a cut shows on the wire. */
    enum Ending {
        /** The connection is closed in the middle of the chunked body. */
        FIN,
        /** The connection is reset. */
        RESET,
        /** The chunked body ends properly, as behind a proxy that hides the break. */
        CLEAN
    }
}
