package dev.sluice.records;

/**
 * What is kept of requests.
 *
 * @param keep how many of the newest records; zero keeps none
 */
public record RecordsConfig(int keep) {
    public static final int DEFAULT_KEEP = 100_000;
}
