package dev.sluice.app;

import dev.sluice.store.Store;
import java.io.IOException;
import java.nio.file.Path;

/** A gateway of an earlier version that runs on a state folder: its database is not ours yet. */
public final class EarlierGateway {
    private EarlierGateway() {}

    /** Whether one does; to open the store would then change its database under it. */
    public static boolean runsOn(Path folder) throws IOException {
        return Store.isBehind(folder, Schema.truth()) && StateFolder.isHeld(folder);
    }
}
