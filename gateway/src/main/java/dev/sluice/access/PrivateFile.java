package dev.sluice.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that only their owner may read, each whole or not at all. */
final class PrivateFile {
    private PrivateFile() {}

    /** Makes the file, unless it is there already: the first of several processes wins. */
    static void create(Path folder, String name, String text) throws IOException {
        Path written = written(folder, name, text);
        try {
            Files.createLink(folder.resolve(name), written);
        } catch (FileAlreadyExistsException _) {
            // Another process was first, and its file counts.
        } catch (UnsupportedOperationException | FileSystemException _) {
            // Some file systems have no links.
            Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
        settle(folder);
    }

    /** Makes the file in place of the one that may be there. */
    static void replace(Path folder, String name, String text) throws IOException {
        Path written = written(folder, name, text);
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        settle(folder);
    }

    /** A temporary file has the rights 0600 wherever there are such rights. */
    private static Path written(Path folder, String name, String text) throws IOException {
        Path file = Files.createTempFile(Files.createDirectories(folder), name, ".tmp");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        return file;
    }

    /** The entry in the folder is to survive a power cut as well. */
    private static void settle(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Windows opens no folders, and needs no such thing.
        }
    }
}
