package dev.sluice.cli;

/** What the program's exit tells a script. */
public enum ExitCode {
    FINE(0, "done, or stopped by SIGTERM or SIGINT after a clean shutdown"),
    BUG(1, "a bug in Sluice; please report it"),
    FAILED(2, "something failed, and the message says what"),
    USAGE(3, "the command line is wrong"),
    PORT_TAKEN(5, "the address to listen on is taken"),
    CONFIGURATION(6, "the configuration is missing or invalid"),
    SCHEMA(7, "the data was written by a newer version");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
