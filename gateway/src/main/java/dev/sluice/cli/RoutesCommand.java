package dev.sluice.cli;

import dev.sluice.app.ApiRoutes;
import dev.sluice.web.Route;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the path table. */
@Command(
        name = "routes",
        mixinStandardHelpOptions = true,
        description = "Lists every path the gateway answers, and what it asks of the caller.")
final class RoutesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Route route : ApiRoutes.listed()) {
            out.printf(
                    "%-6s %-34s %-7s %s%n",
                    route.method(),
                    route.path(),
                    route.permission().name().toLowerCase(Locale.ROOT),
                    route.purpose());
        }
        return ExitCode.FINE.number();
    }
}
