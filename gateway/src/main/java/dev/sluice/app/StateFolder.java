package dev.sluice.app;

import dev.sluice.store.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that one gateway's state is in; held by a lock, so that two never share it. */
public final class StateFolder implements AutoCloseable {
    private static final String LOCK_NAME = "sluice.lock";

    private final Path path;
    private final FileChannel lock;

    private StateFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder if need be, for its owner alone, and proves that it can be written to.
     *
     * @throws IOException with a message for the user
     */
    public static StateFolder open(Path path) throws IOException {
        FileChannel file = lock(path);
        try {
            if (file.tryLock() != null) {
                String pid = Long.toString(ProcessHandle.current().pid());
                file.truncate(0);
                file.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.UTF_8)));
                file.force(true);
                return new StateFolder(path, file);
            }
        } catch (OverlappingFileLockException _) {
            // To close the file would also let go of the lock that this process has on it.
            throw inUse(path, "this process");
        } catch (IOException failing) {
            file.close();
            throw new IOException(
                    "the disk of the state folder "
                            + path
                            + " refuses: "
                            + failing.getMessage()
                            + "; make room, or choose another with --data DIR",
                    failing);
        }
        String holder = Files.readString(path.resolve(LOCK_NAME)).strip();
        file.close();
        throw inUse(path, holder);
    }

    /**
     * Finds a file where the folder should be, or above it.
     *
     * @throws IOException with a message for the user
     */
    public static void refuseFile(Path path) throws IOException {
        Path there = path.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (Files.isRegularFile(there)) {
            throw new IOException(
                    "the state folder "
                            + path
                            + " cannot be made: "
                            + there
                            + " is a file; move it away, or choose another folder with --data DIR");
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        refuseFile(path);
        try {
            PrivateFiles.folder(path);
            Path file = path.resolve(LOCK_NAME);
            PrivateFiles.file(file);
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw new IOException(
                    "the state folder "
                            + path
                            + " cannot be written to; give this user the right to, or choose"
                            + " another with --data DIR",
                    refused);
        }
    }

    /** Whether a gateway runs on the folder. */
    public static boolean isHeld(Path path) throws IOException {
        Path file = path.resolve(LOCK_NAME);
        if (Files.notExists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException _) {
            return true;
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static IOException inUse(Path path, String holder) {
        return new IOException(
                "the state folder "
                        + path
                        + " is in use by another gateway (pid "
                        + holder
                        + "); stop that one, or choose another with --data DIR");
    }
}
