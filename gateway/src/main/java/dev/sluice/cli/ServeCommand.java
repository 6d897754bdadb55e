package dev.sluice.cli;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.AdminToken;
import dev.sluice.app.Gateway;
import dev.sluice.app.World;
import dev.sluice.config.Configuration;
import dev.sluice.config.SluiceConfig;
import dev.sluice.http.CannotListenException;
import dev.sluice.http.UnusableCertificateException;
import dev.sluice.store.StoreException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the gateway until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gateway until SIGTERM or Ctrl-C.",
            "SIGHUP and `sluice reload` make it read its configuration again.",
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
    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration configuration = options.configuration();
        SluiceConfig loaded = configuration.load();
        PrintWriter err = spec.commandLine().getErr();
        loaded.origin().warnings().forEach(err::println);
        // Before the port is open: who finds it open may send signals.
        var hangUp = HangUp.take();
        try (var shutdown = Shutdown.prepare(spec.commandLine().getOut());
                var state = StateOptions.hold(Path.of(loaded.keeping().store().folder()))) {
            Gateway gateway = new Gateway(loaded, state.path(), World.real());
            var reloader = Reloader.start(configuration, loaded, gateway, state.path(), hangUp);
            shutdown.started(gateway, reloader::close);
            PrintWriter out = spec.commandLine().getOut();
            news(loaded, gateway, state.path()).forEach(out::println);
            out.flush();
            UpstreamScreen.print(gateway, out);
            Shutdown.await();
            return ExitCode.FINE.number();
        } catch (UnusableCertificateException unusable) {
            // Replaced since the configuration was checked.
            throw new CommandFailedException(
                    ExitCode.CONFIGURATION, String.valueOf(unusable.getMessage()));
        } catch (CannotListenException taken) {
            throw new CommandFailedException(
                    ExitCode.PORT_TAKEN, PortOwner.explain(taken, hasList(configuration)));
        }
    }

    /** Whether server.listen stands for host and port. */
    private static boolean hasList(Configuration configuration) {
        return configuration.effective().settings().stream()
                .anyMatch(row -> row.setting().equals("server.port") && row.value().isEmpty());
    }

    private static List<String> news(SluiceConfig loaded, Gateway gateway, Path state) {
        var news = new ArrayList<String>();
        gateway.addresses().forEach(address -> news.add("Sluice listens on " + address));
        news.add("configuration " + loaded.origin().source() + ", state in " + state);
        try {
            news.addAll(AdminToken.first(gateway.keys(), state, isTerminal()));
            news.addAll(access(loaded.access(), gateway));
        } catch (StoreException away) {
            news.add(
                    "the database is away: "
                            + away.getMessage()
                            + ". Until it is back, keys of the configuration count, and"
                            + " conversations are kept in the state folder; GET /readyz tells when");
        }
        return news;
    }

    /** A file or a log would keep what must be shown to one person only. */
    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private static List<String> access(AccessConfig access, Gateway gateway) {
        if (access.mode() == AccessConfig.Mode.OPEN) {
            return List.of(
                    "access is open: whoever reaches this address may use the models, and users"
                            + " are not kept apart");
        }
        boolean hasClients =
                !access.keys().isEmpty()
                        || gateway.keys().list().stream()
                                .anyMatch(key -> key.live() && !key.name().equals(AdminToken.NAME));
        return hasClients
                ? List.of()
                : List.of("no client has a key yet: `sluice keys create NAME` makes one");
    }
}
