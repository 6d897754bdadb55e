package dev.sluice.cli;

import dev.sluice.app.Mailbox;
import dev.sluice.app.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Has the running gateway read its configuration again. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = {
            "Has the gateway that runs here read its configuration again, and prints what changes.",
            "All of it counts from the next request on, or, if anything is wrong with it, none."
                    + " Requests that are being answered keep what they began with, and upstreams"
                    + " that did not change keep their connections.",
            "SIGHUP does the same, and tells it in the log."
        })
final class ReloadCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Mixin private StateOptions state = new StateOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path folder = state.folder(System.getenv());
        try {
            return ask(folder);
        } catch (IOException | UncheckedIOException refused) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "the state folder "
                            + folder
                            + " cannot be written to, so the gateway cannot be asked; do it as the"
                            + " user that the gateway runs as, or send it SIGHUP");
        }
    }

    private int ask(Path folder) throws IOException {
        if (!StateFolder.isHeld(folder)) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "no gateway runs with its state in "
                            + folder
                            + "; name its folder with --data DIR, or start it with `sluice serve`");
        }
        Mailbox.Answer answer =
                new Mailbox(folder)
                        .ask(Long.toString(ProcessHandle.current().pid()), PATIENCE)
                        .orElseThrow(() ->
                                new CommandFailedException(
                                        ExitCode.FAILED,
                                        "the gateway did not answer within "
                                                + PATIENCE.toSeconds()
                                                + " s; look into its log"));
        if (!answer.done()) {
            throw new CommandFailedException(
                    ExitCode.CONFIGURATION,
                    answer.text() + System.lineSeparator() + "The gateway goes on as it was.");
        }
        spec.commandLine().getOut().println(answer.text());
        return ExitCode.FINE.number();
    }
}
