package dev.sluice.testkit;

/** What a connection is busy with. */
interface Playing {
    Playing NOTHING =
            new Playing() {
                @Override
                public void roomAgain() {}

                @Override
                public void gone() {}
            };

    /** The socket takes bytes again. */
    void roomAgain();

    /** The connection is closed. */
    void gone();
}
