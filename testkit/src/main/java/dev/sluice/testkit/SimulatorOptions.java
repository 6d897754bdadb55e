package dev.sluice.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** The command line of {@link SimulatorMain}. */
record SimulatorOptions(String host, int port, int threads, Door door, List<SimulatedApp> apps) {
    static final String HELP =
            """
            A simulated Dify server, for trying out and testing what talks to Dify.

              --port N      the port to listen on; default 0, any free one
              --host H      the address to listen on; default 127.0.0.1
              --threads N   event loops; default 1
              --door DOOR   open, shut (accepts nothing), deaf (reads nothing), resetting
              --app SPEC    an app, repeatable: KEY[:SETTING[,SETTING]…]; the key starts with app-
              --help        this text

            Without --app there are a chat app-demo-chat and a workflow app-demo-workflow.
            TIME is a number and ms, s or m. No value may hold a comma. Settings:

            """
                    + AppSetting.ALL.stream().map(AppSetting::help).collect(Collectors.joining())
                    + """

                    Example: --app app-slow:mode=workflow,tokens=200,every=30ms,cut=900:reset,faulty-runs=1
                    """;
    private static final Duration DEMO_PACE = Duration.ofMillis(30);
    private static final SimulatorOptions DEFAULTS =
            new SimulatorOptions("127.0.0.1", 0, 1, Door.OPEN, List.of());

    SimulatorOptions {
        apps = List.copyOf(apps);
    }

    static SimulatorOptions parse(List<String> arguments) {
        SimulatorOptions options = DEFAULTS;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            if (!rest.hasNext()) {
                throw new UsageException(name + ": a value is missing after it; see --help");
            }
            options = options.with(name, rest.next());
        }
        return options.apps.isEmpty() ? options.withDemoApps() : options;
    }

    private SimulatorOptions with(String name, String value) {
        try {
            return set(name, value);
        } catch (UsageException wrong) {
            throw new UsageException(name + ": " + wrong.getMessage());
        }
    }

    private SimulatorOptions set(String name, String value) {
        return switch (name) {
            case "--port" ->
                    new SimulatorOptions(host, SpecValue.number(value), threads, door, apps);
            case "--host" -> new SimulatorOptions(value, port, threads, door, apps);
            case "--threads" ->
                    new SimulatorOptions(host, port, SpecValue.number(value), door, apps);
            case "--door" ->
                    new SimulatorOptions(
                            host, port, threads, SpecValue.choice(Door.class, value), apps);
            case "--app" -> withApp(AppSpec.parse(value));
            default -> throw new UsageException("there is no such option; --help lists all");
        };
    }

    private SimulatorOptions withApp(SimulatedApp app) {
        List<SimulatedApp> more = new ArrayList<>(apps);
        more.add(app);
        return new SimulatorOptions(host, port, threads, door, more);
    }

    private SimulatorOptions withDemoApps() {
        return withApp(SimulatedApp.chat("app-demo-chat").every(DEMO_PACE))
                .withApp(SimulatedApp.workflow("app-demo-workflow").every(DEMO_PACE));
    }
}
