package dev.sluice.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Something a SPEC of the command line can say about an app; the help is made from the list. */
record AppSetting(
        String name,
        String syntax,
        String meaning,
        BiFunction<SimulatedApp, String, SimulatedApp> change) {
    static final List<AppSetting> ALL =
            List.of(
                    new AppSetting(
                            "mode",
                            "MODE",
                            "the kind of app: "
                                    + SpecValue.spellings(Mode.class)
                                    + "; chat when left out",
                            AppSetting::mode),
                    new AppSetting(
                            "name", "TEXT", "the name that /info tells", SimulatedApp::named),
                    new AppSetting(
                            "profile",
                            "VERSION",
                            "the age of the server: " + versions(),
                            AppSetting::profile),
                    new AppSetting(
                            "tokens",
                            "N",
                            "an answer of N words",
                            (app, n) -> app.tokens(SpecValue.number(n))),
                    new AppSetting(
                            "say",
                            "A|B|…",
                            "an answer of these parts",
                            (app, v) -> app.saying(v.split("[|]", -1))),
                    new AppSetting(
                            "every",
                            "TIME",
                            "between two parts of the answer",
                            (app, v) -> app.every(SpecValue.time(v))),
                    new AppSetting(
                            "usage", "P/C", "prompt and completion tokens", AppSetting::usage),
                    new AppSetting(
                            "seed", "N", "of the ids", (app, n) -> app.seed(SpecValue.number(n))),
                    new AppSetting(
                            "quirk",
                            "NAME",
                            "a lasting property, repeatable: " + SpecValue.spellings(Quirk.class),
                            AppSetting::quirk),
                    new AppSetting(
                            "faulty-runs",
                            "N",
                            "only the first N runs show the faults that follow",
                            (app, n) -> app.faultyRuns(SpecValue.number(n))),
                    new AppSetting(
                            "late-head",
                            "TIME",
                            "before the response head",
                            time(Fault.LateHead::new)),
                    new AppSetting(
                            "late-events",
                            "TIME",
                            "between head and first event",
                            time(Fault.LateEvents::new)),
                    new AppSetting(
                            "split",
                            "N",
                            "the body in pieces of N bytes",
                            number(Fault.Split::new)),
                    new AppSetting(
                            "cut",
                            "N:fin|reset|clean",
                            "break off after N bytes of the body",
                            AppSetting::cut),
                    new AppSetting(
                            "stay-open",
                            "",
                            "no end of the body after the terminal",
                            plain(new Fault.StayOpen())),
                    new AppSetting(
                            "no-terminal",
                            "",
                            "the body ends without a terminal",
                            plain(new Fault.NoTerminal())),
                    new AppSetting(
                            "pings-only",
                            "TIME",
                            "a ping so often and nothing else",
                            time(Fault.PingsOnly::new)),
                    new AppSetting(
                            "queued",
                            "TIME",
                            "a chatflow or workflow waits so long for a worker",
                            time(Fault.Queued::new)),
                    new AppSetting(
                            "slow-provider",
                            "TIME",
                            "nothing but pings before the answer",
                            time(Fault.SlowProvider::new)),
                    new AppSetting(
                            "provider-fails",
                            "STATUS",
                            "the model's provider refuses with that status",
                            number(Fault.ProviderFailure::status)),
                    new AppSetting(
                            "input-blocked",
                            "TEXT",
                            "moderation answers with that text",
                            (app, v) -> app.failing(new Fault.InputBlocked(v))),
                    new AppSetting(
                            "model-not-configured",
                            "",
                            "the app has a model that is not set up",
                            plain(new Fault.ModelNotConfigured())),
                    new AppSetting(
                            "fail-after",
                            "N",
                            "the model fails after N parts",
                            number(AppSetting::overloaded)),
                    new AppSetting(
                            "stop-after",
                            "N",
                            "somebody else stops the run after N parts",
                            number(Fault.StoppedElsewhere::new)),
                    new AppSetting(
                            "text-as-message-file",
                            "",
                            "the answer in message_file events",
                            plain(new Fault.TextAsMessageFile())),
                    new AppSetting(
                            "html",
                            "STATUS",
                            "a proxy's page instead",
                            number(Fault.HtmlPage::new)),
                    new AppSetting(
                            "error", "STATUS:CODE:TEXT", "Dify refuses the run", AppSetting::error),
                    new AppSetting(
                            "refusal",
                            "NAME",
                            "the same by name: " + SpecValue.spellings(KnownError.class),
                            AppSetting::refusal),
                    new AppSetting(
                            "too-many",
                            "429|400",
                            "too many requests, as documented or as it really comes",
                            AppSetting::tooMany),
                    new AppSetting(
                            "wrong-type",
                            "TYPE",
                            "200 with this content type",
                            (app, v) -> app.failing(new Fault.WrongType(v))),
                    new AppSetting(
                            "reset-after-request",
                            "",
                            "reset once the request was read",
                            plain(new Fault.ResetAfterRequest())));

    SimulatedApp applyTo(SimulatedApp app, String value) {
        if (syntax.isEmpty() != value.isEmpty()) {
            throw new UsageException(
                    "it " + (syntax.isEmpty() ? "takes no value" : "needs a value"));
        }
        return change.apply(app, value);
    }

    String help() {
        return "  %-26s %s%n".formatted(spelled(), meaning);
    }

    String spelled() {
        return syntax.isEmpty() ? name : name + "=" + syntax;
    }

    /** The app was begun in its mode already. */
    private static SimulatedApp mode(SimulatedApp app, String value) {
        SpecValue.choice(Mode.class, value);
        return app;
    }

    private static SimulatedApp profile(SimulatedApp app, String value) {
        return app.profile(
                switch (value) {
                    case "old" -> Profile.OLD;
                    case "new" -> Profile.NEW;
                    // Every other name is a version.
                    default -> version(value);
                });
    }

    private static Profile version(String value) {
        return Arrays.stream(Profile.values())
                .filter(profile -> profile.version().equals(value))
                .findFirst()
                .orElseThrow(() -> new UsageException("'" + value + "' is none of " + versions()));
    }

    private static String versions() {
        return "old, new, "
                + Arrays.stream(Profile.values())
                        .map(Profile::version)
                        .collect(Collectors.joining(", "));
    }

    private static SimulatedApp quirk(SimulatedApp app, String value) {
        return app.quirks(SpecValue.choice(Quirk.class, value));
    }

    private static SimulatedApp usage(SimulatedApp app, String value) {
        List<String> parts = SpecValue.parts(value, "/", 2);
        return app.usage(SpecValue.number(parts.getFirst()), SpecValue.number(parts.getLast()));
    }

    private static SimulatedApp cut(SimulatedApp app, String value) {
        List<String> parts = SpecValue.parts(value, ":", 2);
        int at = SpecValue.number(parts.getFirst());
        return app.failing(
                new Fault.Cut(at, SpecValue.choice(Fault.Ending.class, parts.getLast())));
    }

    private static SimulatedApp error(SimulatedApp app, String value) {
        List<String> parts = SpecValue.parts(value, ":", 3);
        int status = SpecValue.number(parts.getFirst());
        return app.failing(new Fault.JsonError(status, parts.get(1), parts.getLast()));
    }

    private static SimulatedApp refusal(SimulatedApp app, String value) {
        return app.failing(Fault.JsonError.of(SpecValue.choice(KnownError.class, value)));
    }

    private static SimulatedApp tooMany(SimulatedApp app, String value) {
        return app.failing(
                SpecValue.number(value) == 400
                        ? Fault.JsonError.tooManyRequestsLookAlike()
                        : Fault.JsonError.tooManyRequests());
    }

    private static Fault overloaded(int afterTexts) {
        return new Fault.FailedRun(afterTexts, "[openai] Error: the model is overloaded");
    }

    private static BiFunction<SimulatedApp, String, SimulatedApp> plain(Fault fault) {
        return (app, _) -> app.failing(fault);
    }

    private static BiFunction<SimulatedApp, String, SimulatedApp> number(IntFunction<Fault> fault) {
        return (app, value) -> app.failing(fault.apply(SpecValue.number(value)));
    }

    private static BiFunction<SimulatedApp, String, SimulatedApp> time(
            Function<Duration, Fault> fault) {
        return (app, value) -> app.failing(fault.apply(SpecValue.time(value)));
    }
}
