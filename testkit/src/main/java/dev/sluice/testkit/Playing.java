package dev.sluice.testkit;

import java.time.Duration;

/** What a connection is busy with. */
interface Playing {
    Playing NOTHING =
            new Playing() {
                @Override
                public void roomAgain() {}

                @Override
                public Duration gone() {
                    return Duration.ZERO;
                }
            };

    /** The socket takes bytes again. */
    void roomAgain();

    /** The connection is closed; how long it takes the server to notice. */
    Duration gone();
}
