package dev.sluice.app;

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
     * Makes the folder if need be, and proves that it can be written to.
     *
     * @throws IOException with a message for the user
     */
    public static StateFolder open(Path path) throws IOException {
        try {
            Files.createDirectories(path);
            FileChannel file =
                    FileChannel.open(
                            path.resolve(LOCK_NAME),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (file.tryLock() == null) {
                String holder = Files.readString(path.resolve(LOCK_NAME)).strip();
                file.close();
                throw new IOException(inUse(path, holder));
            }
            String pid = Long.toString(ProcessHandle.current().pid());
            file.truncate(0);
            file.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.UTF_8)));
            file.force(true);
            return new StateFolder(path, file);
        } catch (OverlappingFileLockException _) {
            throw new IOException(inUse(path, "this process"));
        } catch (java.nio.file.FileSystemException refused) {
            throw new IOException(
                    "the state folder "
                            + path
                            + " cannot be written to; give this user the right to, or choose"
                            + " another with --data DIR",
                    refused);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static String inUse(Path path, String holder) {
        return "the state folder "
                + path
                + " is in use by another gateway (pid "
                + holder
                + "); stop that one, or choose another with --data DIR";
    }
}
