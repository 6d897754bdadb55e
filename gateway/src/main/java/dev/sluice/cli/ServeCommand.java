package dev.sluice.cli;

import dev.sluice.app.Gateway;
import dev.sluice.app.StateFolder;
import dev.sluice.app.World;
import dev.sluice.config.Configuration;
import dev.sluice.config.Overrides;
import dev.sluice.config.SluiceConfig;
import dev.sluice.http.CannotListenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the gateway until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gateway until SIGTERM or Ctrl-C.",
            "On the way out it reports not ready, lets running answers end (server.drain), and"
                    + " ends the rest honestly."
        },
        footer = {
            "",
            "Without --config it takes sluice.yaml, or an OpenDify .env, from this folder.",
            "The shortest sluice.yaml:",
            "",
            "  upstreams:",
            "    support: {type: dify, url: https://api.dify.ai/v1, key: app-...}",
            ""
        })
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "the configuration file")
    private Path config = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the state folder; default: data beside the configuration file")
    private Path data = Path.of("");

    @Option(names = "--host", paramLabel = "H", description = "listen here, whatever the file says")
    private String host = "";

    @Option(names = "--port", paramLabel = "N", description = "listen here; 0 takes a free port")
    private String port = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path file = config.toString().isEmpty() ? found() : config;
        SluiceConfig loaded =
                new Configuration(System.getenv()).load(file, new Overrides(host, port));
        PrintWriter err = spec.commandLine().getErr();
        loaded.warnings().forEach(err::println);
        try (var state = open(folder(file))) {
            serve(loaded, state);
        }
        return ExitCode.FINE.number();
    }

    private void serve(SluiceConfig loaded, StateFolder state) {
        Gateway gateway = open(loaded);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Sluice listens on " + address(loaded, gateway.port()));
        out.println("configuration " + loaded.source() + ", state in " + state.path());
        out.println("access is open: whoever reaches this address may use the models");
        out.flush();
        Shutdown.awaitThen(gateway, out);
    }

    private static StateFolder open(Path folder) {
        try {
            return StateFolder.open(folder);
        } catch (IOException unusable) {
            throw new CommandFailedException(
                    ExitCode.FAILED, String.valueOf(unusable.getMessage()));
        }
    }

    private static Gateway open(SluiceConfig loaded) {
        try {
            return new Gateway(loaded, World.real());
        } catch (CannotListenException taken) {
            throw new CommandFailedException(ExitCode.PORT_TAKEN, PortOwner.explain(loaded, taken));
        }
    }

    private static String address(SluiceConfig loaded, int port) {
        return "http://" + loaded.server().host() + ":" + port;
    }

    private Path folder(Path file) {
        return data.toString().isEmpty() ? file.toAbsolutePath().resolveSibling("data") : data;
    }

    private static Path found() {
        return Configuration.find(Path.of("."))
                .orElseThrow(() ->
                        new CommandFailedException(
                                ExitCode.CONFIGURATION,
                                "There is no sluice.yaml and no .env in this folder."
                                        + " Write one (`sluice serve --help` shows the"
                                        + " shortest), name it with --config FILE, or see"
                                        + " `sluice demo`."));
    }
}
