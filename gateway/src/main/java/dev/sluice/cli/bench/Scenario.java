package dev.sluice.cli.bench;

/** What is measured, in the order of the table. */
enum Scenario {
    PACED("paced"),
    BURST("burst"),
    PLAIN("plain"),
    CHAT("chat"),
    SLOW("slow"),
    DISCONNECTS("disconnects"),
    COLD_START("cold-start"),
    LOOKUP("lookup");

    private final String label;

    Scenario(String label) {
        this.label = label;
    }

    /** As the command line and the table spell it. */
    @Override
    public String toString() {
        return label;
    }
}
