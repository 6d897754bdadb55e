package dev.sluice.cli;

import dev.sluice.access.ApiKey;
import dev.sluice.access.ApiKeys;
import dev.sluice.access.ClientName;
import dev.sluice.access.ClientTraits;
import dev.sluice.access.ClientTraits.StreamErrors;
import dev.sluice.access.Grants;
import dev.sluice.access.NewKey;
import dev.sluice.access.Permission;
import dev.sluice.cli.StateOptions.State;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes API keys, beside a running gateway or without one. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(create NAME | list | revoke NAME)",
        description = {
            "Makes, lists and revokes the keys by which clients are known.",
            "A running gateway sees the change within a second; it need not be stopped."
        },
        footer = {
            "",
            "One key for each client is best: its name stands in the log, its conversations are"
                    + " its own, and it can be revoked alone.",
            "",
            "  KEY=$(sluice keys create laptop)",
            "  curl -H \"Authorization: Bearer $KEY\" http://127.0.0.1:8000/v1/models",
            "  sluice keys revoke laptop",
            ""
        })
final class KeysCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Mixin private StateOptions state = new StateOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    KeysCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Alone it does nothing. */
    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do with keys: create NAME, list or revoke NAME.");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a key that sees and uses the models, and prints it: this once, for only a"
                        + " digest is kept.",
                "On standard output there is the key alone: KEY=$(sluice keys create laptop)"
            })
    int create(
            @Parameters(paramLabel = "NAME", description = "whose key it is, such as open-webui")
                    String name,
            @Mixin GrantOptions options) {
        State found = state.find(environment);
        String normal = ClientName.normal(name);
        refuseConfigured(found, normal, "choose another name");
        Grants grants = options.grants();
        NewKey key = found.withKeys(environment, keys -> keys.create(normal, grants));
        out().println(key.key());
        PrintWriter err = spec.commandLine().getErr();
        err.println("The key `" + normal + "` may: " + may(grants) + ".");
        err.println("It is shown only now. Clients send it as `Authorization: Bearer KEY`.");
        err.println("It is kept in " + found.place() + ".");
        return ExitCode.FINE.number();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all keys, the revoked too, each by its last four characters.")
    int list() {
        State found = state.find(environment);
        if (found.configured().isEmpty() || found.hasDatabase()) {
            found.requireDatabase();
        }
        List<ApiKey> made =
                found.hasDatabase() ? found.withKeys(environment, ApiKeys::list) : List.of();
        if (made.isEmpty() && found.configured().isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("There is no key yet; `sluice keys create NAME` makes one.");
            return ExitCode.FINE.number();
        }
        row("NAME", "KEY", "MAY", "CREATED", "STATE");
        found.configured().forEach(name -> row(name, "in the file", may(Grants.CHAT), "", "live"));
        made.forEach(this::row);
        return ExitCode.FINE.number();
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = {
                "Ends a key for good. Whoever uses it is told that it was revoked.",
                "The name is free again: a new key of that name continues its conversations."
            })
    int revoke(@Parameters(paramLabel = "NAME", description = "as `keys list` shows") String name) {
        State found = state.find(environment);
        String normal = ClientName.normal(name);
        refuseConfigured(found, normal, "remove it there");
        found.requireDatabase();
        if (!found.withKeys(environment, keys -> keys.revoke(normal))) {
            throw failed(
                    "there is no live key `"
                            + name
                            + "`; `sluice keys list` shows those there are");
        }
        out().println("The key `" + name + "` is revoked.");
        return ExitCode.FINE.number();
    }

    private static void refuseConfigured(State found, String name, String instead) {
        if (found.configured().contains(name)) {
            throw failed("the key `" + name + "` stands in the configuration; " + instead);
        }
    }

    private void row(ApiKey key) {
        row(
                key.name(),
                "..." + key.ending(),
                may(key.grants()),
                key.created().truncatedTo(ChronoUnit.SECONDS).toString(),
                key.live() ? "live" : "revoked " + key.revoked().truncatedTo(ChronoUnit.SECONDS));
    }

    private void row(String name, String ending, String grants, String created, String state) {
        out().printf("%-24s %-12s %-32s %-20s %s%n", name, ending, grants, created, state);
    }

    private static String may(Grants grants) {
        String permissions =
                grants.permissions().stream()
                        .filter(permission -> permission != Permission.PUBLIC)
                        .sorted()
                        .map(permission -> permission.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" "));
        String users = grants.speaksForUsers() ? ", for users" : "";
        return permissions + users + program(grants.traits());
    }

    /** What differs from a key for any program. */
    private static String program(ClientTraits traits) {
        String name = traits.isOpenWebUi() ? ", " + traits.frontEnd().id() : "";
        return traits.streamErrors() == StreamErrors.DETECT
                ? name
                : name + ", stream errors: " + traits.streamErrors().id();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static CommandFailedException failed(String message) {
        return new CommandFailedException(ExitCode.FAILED, message);
    }
}
