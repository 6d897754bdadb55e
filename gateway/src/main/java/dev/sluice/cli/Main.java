package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: one command line, one exit code. */
@Command(name = "sluice", mixinStandardHelpOptions = true, version = "sluice 0.1.0")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
