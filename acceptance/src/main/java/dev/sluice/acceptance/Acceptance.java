package dev.sluice.acceptance;

import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs unmodified clients against the built distribution and prints what they saw. */
public final class Acceptance {
    private static final int FINE = 0;
    private static final int FAILED = 2;
    private static final int USAGE = 3;

    private final Path root;
    private final Options options;
    private final PrintStream progress;
    private final Results results = new Results();

    private Acceptance(Path root, Options options, PrintStream progress) {
        this.root = root;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Takes the folder of the sources, the distribution's folder, and what the caller has written.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> given = List.of(arguments);
        Path root = Path.of(given.getFirst());
        try {
            Path folder = root.resolve("target/acceptance");
            var options = Options.parse(given.subList(2, given.size()), folder);
            // Ctrl-C ends this program alone, and not what it has started.
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Acceptance::endAll));
            System.exit(new Acceptance(root, options, System.err).run(Path.of(given.get(1))));
        } catch (Options.UsageException wrong) {
            System.err.println("sluice: " + wrong.told());
            System.exit(USAGE);
        }
    }

    private static void endAll() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }

    private int run(Path distribution) throws IOException, InterruptedException {
        List<Client> clients = chosenClients();
        List<Scenario> scenarios = chosenScenarios();
        if (options.list()) {
            list(clients, scenarios);
            return FINE;
        }
        Path work = Files.createTempDirectory("sluice-acceptance");
        progress.println("logs are in " + work);
        Path launcher = distribution.resolve("sluice");
        try (SimulatedDify dify = SimulatedApps.start();
                Gateway gateway = Gateway.start(launcher, work, dify.url(), SimulatedApps.ALL)) {
            for (Client client : clients) {
                run(client, scenarios, new Surroundings(dify, gateway, work));
            }
        }
        System.out.print(results.render(options.markdown()));
        return results.anyWrong() ? FAILED : FINE;
    }

    /** What a client is put in front of. */
    private record Surroundings(SimulatedDify dify, Gateway gateway, Path work) {}

    private void run(Client client, List<Scenario> scenarios, Surroundings around)
            throws IOException, InterruptedException {
        var installation = new Installation(options.folder(), sources(), progress);
        Optional<String> reason = installation.install(client);
        if (reason.isPresent()) {
            progress.println(client.name() + ": skipped, " + reason.get());
            results.skip(client.name(), reason.get());
            return;
        }
        if (client.platform() == Client.Platform.BROWSER) {
            browse(client, installation.command(client), around);
            return;
        }
        String key = around.gateway.createKey(client.name(), "--speaks-for-users");
        Path log = around.work.resolve(client.name() + ".log");
        Adapter adapter = Adapter.start(installation.command(client), log);
        try {
            for (Scenario scenario : scenarios) {
                var stage = new Stage(client, adapter, around.dify, around.gateway.baseUrl(), key);
                note(client, scenario.name(), scenario.with(stage));
                if (!adapter.isUsable()) {
                    adapter.close();
                    adapter = Adapter.start(installation.command(client), log);
                }
            }
        } finally {
            adapter.close();
        }
    }

    private void browse(Client client, List<String> driver, Surroundings around)
            throws IOException, InterruptedException {
        List<BrowserScenarios.Named> chosen =
                BrowserScenarios.ALL.stream()
                        .filter(scenario -> isChosen(scenario.name()))
                        .toList();
        if (chosen.isEmpty()) {
            return;
        }
        String key = around.gateway.createKey(client.name(), "--for", client.name());
        Path home = options.folder().resolve(client.name());
        progress.println("starting Open WebUI, which takes a minute or more");
        try (OpenWebUi page =
                OpenWebUi.start(home, driver, around.work, around.gateway.baseUrl(), key)) {
            var at = new BrowserScenarios(page, around.dify);
            for (BrowserScenarios.Named scenario : chosen) {
                note(client, scenario.name(), scenario.with(at));
            }
        }
    }

    private boolean isChosen(String scenario) {
        return options.scenarios().isEmpty() || options.scenarios().contains(scenario);
    }

    private void note(Client client, String scenario, Outcome outcome) {
        results.add(client.name(), scenario, outcome);
        progress.printf(
                "%-18s %-16s %-8s %s%n",
                client.name(), scenario, outcome.verdict().word(), outcome.detail());
    }

    private Path sources() {
        return root.resolve("acceptance/src/main");
    }

    private List<Client> chosenClients() throws IOException {
        List<Client> all = Client.read(root.resolve("acceptance/clients.json"));
        return chosen(all, Client::name, options.clients(), "client");
    }

    private List<Scenario> chosenScenarios() {
        List<String> names =
                Stream.concat(
                                Scenario.ALL.stream().map(Scenario::name),
                                BrowserScenarios.ALL.stream().map(BrowserScenarios.Named::name))
                        .toList();
        chosen(names, Function.identity(), options.scenarios(), "scenario");
        return Scenario.ALL.stream().filter(scenario -> isChosen(scenario.name())).toList();
    }

    private static <T> List<T> chosen(
            List<T> all, Function<T, String> name, List<String> wanted, String kind) {
        List<String> names = all.stream().map(name).toList();
        for (String word : wanted) {
            if (!names.contains(word)) {
                throw new Options.UsageException(
                        "there is no %s %s; there are %s"
                                .formatted(kind, word, String.join(", ", names)));
            }
        }
        return all.stream()
                .filter(one -> wanted.isEmpty() || wanted.contains(name.apply(one)))
                .toList();
    }

    private static void list(List<Client> clients, List<Scenario> scenarios) {
        clients.forEach(client -> System.out.println(client.name()));
        System.out.println("Scenarios:");
        scenarios.forEach(scenario -> describe(scenario.name(), scenario.description()));
        System.out.println("Scenarios of Open WebUI:");
        BrowserScenarios.ALL.forEach(scenario -> describe(scenario.name(), scenario.description()));
    }

    private static void describe(String name, String description) {
        System.out.printf("  %-16s %s%n", name, description);
    }
}
