package dev.sluice.cli;

import dev.sluice.app.Gateway;
import dev.sluice.app.World;
import dev.sluice.config.Configuration;
import dev.sluice.config.Overrides;
import dev.sluice.config.SluiceConfig;
import dev.sluice.http.CannotListenException;
import dev.sluice.http.ServerConfig;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the main job without anything to configure. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts the gateway before a simulated Dify, makes a key, streams one chat through both,"
                    + " and prints how to send your own.",
            "Nothing leaves this machine, and nothing is kept."
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration PACE = Duration.ofMillis(40);
    private static final int KEY_BYTES = 16;
    private static final String CHAT_KEY = "app-demo-chat";
    private static final String WORKFLOW_KEY = "app-demo-workflow";

    @Option(names = "--exit", description = "end after the chat instead of waiting for Ctrl-C")
    private boolean exit;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "the gateway's port; default: 8000, or a free one when that is taken")
    private int port = -1;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final String key;

    DemoCommand(RandomGenerator chance) {
        byte[] random = new byte[KEY_BYTES];
        chance.nextBytes(random);
        key = "demo-" + HexFormat.of().formatHex(random);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (var dify = SimulatedDify.start(0);
                var state = TemporaryState.make()) {
            dify.app(SimulatedApp.chat(CHAT_KEY).named("demo-chat").every(PACE));
            dify.app(SimulatedApp.workflow(WORKFLOW_KEY).named("demo-workflow").every(PACE));
            Gateway gateway = open(dify, state.path());
            String base = "http://127.0.0.1:" + gateway.port();
            out.println("Sluice listens on " + base + " before a simulated Dify.");
            out.println("It knows its client by the key " + key);
            out.println("One chat through both, as it streams:");
            out.println();
            String id = DemoChat.stream(base, key, out);
            out.println();
            help(out, base);
            if (!exit) {
                out.println("What became of that chat, from another terminal:");
                out.println();
                out.println("  sluice explain " + id + " --data " + state.path());
                out.println();
                out.println("Ctrl-C ends the demo.");
                out.flush();
                Shutdown.prepare(out).started(gateway, state::close);
                Shutdown.await();
            }
            gateway.close();
        }
        return ExitCode.FINE.number();
    }

    private Gateway open(SimulatedDify dify, Path state) throws IOException {
        int first = port < 0 ? ServerConfig.DEFAULT_PORT : port;
        SluiceConfig config = config(dify, first);
        try {
            return new Gateway(config, state, World.real());
        } catch (CannotListenException taken) {
            if (port < 0 && taken.portTaken()) {
                return new Gateway(config(dify, 0), state, World.real());
            }
            throw new CommandFailedException(ExitCode.PORT_TAKEN, PortOwner.explain(taken, false));
        }
    }

    /** Read like any other, so that the demo shows that path too. */
    private SluiceConfig config(SimulatedDify dify, int port) throws IOException {
        Path file = Files.createTempFile("sluice-demo", ".yaml");
        try {
            Files.writeString(file, yaml(dify.url()));
            var flags = Overrides.NONE.with("--port", "server.port", Integer.toString(port));
            return Configuration.at(file, flags, Map.of()).load();
        } finally {
            Files.delete(file);
        }
    }

    private String yaml(URI dify) {
        return """
        server: {drain: 5s}
        access: {keys: {demo: %s}}
        upstreams:
          chat: {type: dify, url: "%s", key: %s}
          workflow: {type: dify, url: "%s", key: %s}
        models:
          assistant: [chat, workflow]
        """
                .formatted(key, dify, CHAT_KEY, dify, WORKFLOW_KEY);
    }

    private void help(PrintWriter out, String base) {
        out.println("Send your own:");
        out.println();
        out.println("  curl -N " + base + "/v1/chat/completions \\");
        out.println("    -H 'Authorization: Bearer " + key + "' \\");
        out.println(
                "    -d '{\"model\":\"assistant\",\"stream\":true,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'");
        out.println();
        out.println("  curl " + base + "/v1/models \\");
        out.println("    -H 'Authorization: Bearer " + key + "'");
        out.println();
        out.flush();
    }
}
