package dev.sluice.store;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that writes until it is killed, and says of each pair of rows when it is durable. */
final class EndlessWriting {
    private static final int WRITERS = 16;

    private EndlessWriting() {}

    /** The folder, and a prefix for the ids. */
    public static void main(String[] args) throws InterruptedException {
        Store store = Scene.sqlite(Path.of(args[0])).open();
        var told = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = args[1] + "-" + writer + "-";
            var _ = Thread.startVirtualThread(() -> write(store, prefix, told));
        }
        new CountDownLatch(1).await();
    }

    private static void write(Store store, String prefix, PrintStream told) {
        for (int number = 0; ; number++) {
            String id = prefix + number;
            List<String> pair = List.of(id + "a", id + "b");
            store.truth()
                    .write(handle -> {
                        pair.forEach(half -> Scene.insert(handle, half));
                        return 0;
                    });
            told.println(id + ".");
        }
    }
}
