package dev.sluice.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One scenario while it is measured: first every contender's warm-up, then the rounds. */
interface Experiment extends AutoCloseable {
    /** Those to whom the scenario applies. */
    List<Contender> contenders();

    void warmUp(Contender contender) throws IOException, InterruptedException;

    void round(Contender contender) throws IOException, InterruptedException;

    /** About how long a warm-up takes. */
    Duration warmUpTime();

    /** About how long a round of one contender takes. */
    Duration roundTime();

    @Override
    void close();
}
