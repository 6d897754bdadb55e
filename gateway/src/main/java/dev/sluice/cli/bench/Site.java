package dev.sluice.cli.bench;

import java.nio.file.Path;

/**
 * Where servers are started.
 *
 * @param folder for their files
 * @param connections how many each must be able to hold, on both its sides together
 */
record Site(Path folder, Cores cores, int connections) {}
