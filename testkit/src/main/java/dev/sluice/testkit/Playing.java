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

                @Override
                public boolean goesOn() {
                    return false;
                }
            };

    /** The socket takes bytes again. */
    void roomAgain();

    /** The connection is closed; how long it takes the server to notice. */
    Duration gone();

    /** Whether a worker has or will have it after its connection was closed. */
    boolean goesOn();
}
