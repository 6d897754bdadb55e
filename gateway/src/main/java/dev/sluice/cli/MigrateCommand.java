package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes over what a system before left behind. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "opendify [DIR]",
        description = "Takes over the configuration and the conversations of a system before.",
        subcommands = MigrateOpenDifyCommand.class,
        footer = {"", "`sluice migrate opendify --help` tells what is taken over.", ""})
final class MigrateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    /** Alone it does nothing. */
    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Say what to migrate from: opendify [DIR].");
    }
}
