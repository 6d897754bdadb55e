package dev.sluice.cli;

import dev.sluice.store.Backups;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies the truth, beside a running gateway or without one. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Copies the database of this gateway to a new file, whole and of one moment, while the"
                    + " gateway runs or not.",
            "The secret key is not in it: keep data/secret.key too, or the keys of your clients"
                    + " are lost with it.",
            "`sluice restore FILE` puts it back."
        })
final class BackupCommand implements Callable<Integer> {
    @Mixin private StateOptions state = new StateOptions();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "the new file; default: one in the folder backups of the state folder")
    private String file = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var found = state.find(System.getenv());
        found.refuseServer("use pg_dump there");
        found.requireDatabase();
        var backups = new Backups(found.folder(), InstantSource.system());
        try (var store = found.open()) {
            Path target = file.isEmpty() ? backups.next() : Path.of(file);
            store.backup(target);
            PrintWriter out = spec.commandLine().getOut();
            out.println(target);
            return ExitCode.FINE.number();
        }
    }
}
