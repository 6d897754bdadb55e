package dev.sluice.cli;

import dev.sluice.access.AdminToken;
import dev.sluice.store.Backups;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a backup in the place of the truth. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a backup in the place of the database. The gateway must be stopped.",
            "The backup is checked first, and what it replaces is kept as a backup itself."
        })
final class RestoreCommand implements Callable<Integer> {
    @Mixin private StateOptions state = new StateOptions();

    @Parameters(paramLabel = "FILE", description = "what `sluice backup` made")
    private Path file = Path.of("");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var found = state.find(System.getenv());
        found.refuseServer("stop all gateways and use pg_restore there");
        PrintWriter out = spec.commandLine().getOut();
        try (var _ = StateOptions.hold(found.folder())) {
            new Backups(found.folder(), InstantSource.system())
                    .restore(file)
                    .ifPresent(kept -> out.println("what was there is kept in " + kept));
            out.println(file + " is in place; `sluice serve` goes on with it");
            AdminToken.afterRestore(found.folder()).forEach(out::println);
            return ExitCode.FINE.number();
        }
    }
}
