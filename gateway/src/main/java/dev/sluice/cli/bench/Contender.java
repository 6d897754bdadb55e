package dev.sluice.cli.bench;

/** What stands between the load and the simulated upstream. */
enum Contender {
    /** Nothing: what the load and the simulator cost by themselves. */
    DIRECT("direct"),
    NGINX("nginx"),
    /** In open mode and without records. */
    BARE_SLUICE("bare Sluice"),
    /** With keys, metering and records. */
    SLUICE("Sluice");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isSluice() {
        return this == SLUICE || this == BARE_SLUICE;
    }
}
