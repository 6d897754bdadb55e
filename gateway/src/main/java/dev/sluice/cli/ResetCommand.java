package dev.sluice.cli;

import dev.sluice.store.Backups;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Begins anew with an empty database. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = {
            "Begins anew with an empty database: no keys, no records. The gateway must be stopped.",
            "What was there is kept as a backup, and `sluice restore FILE` brings it back. The"
                    + " configuration and the secret key stay."
        })
final class ResetCommand implements Callable<Integer> {
    @Mixin private StateOptions state = new StateOptions();

    @Option(names = "--yes", description = "really do it")
    private boolean yes;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var found = state.find(System.getenv());
        if (!yes) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "this empties the database in "
                            + found.folder()
                            + "; say `sluice reset --yes` if that is what you want");
        }
        found.refuseServer("stop all gateways and use dropdb and createdb there");
        found.requireDatabase();
        PrintWriter out = spec.commandLine().getOut();
        try (var _ = StateOptions.hold(found.folder())) {
            new Backups(found.folder(), InstantSource.system())
                    .reset()
                    .ifPresent(kept -> out.println("what was there is kept in " + kept));
            out.println("the database in " + found.folder() + " is empty");
            return ExitCode.FINE.number();
        }
    }
}
