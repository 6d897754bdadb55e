package dev.sluice.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that only their owner may read, and that are on the disk when a method says so. Their owner
 * is that of the folder they are made in: a command that root runs leaves nothing that the
 * gateway's own user cannot use.
 */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** One that exists keeps its rights. */
    public static void folder(Path folder) throws IOException {
        Path missing = folder.toAbsolutePath();
        if (Files.isDirectory(missing)) {
            return;
        }
        Path above = missing.getParent();
        if (above != null) {
            folder(above);
        }
        // Another process may have been first.
        if (!Files.isDirectory(missing)) {
            Files.createDirectories(missing, rights(missing, "rwx------"));
            FolderOwner.give(missing);
        }
    }

    /** An empty file, unless there is one. */
    public static void file(Path file) throws IOException {
        try {
            Files.createFile(file, rights(file, "rw-------"));
            FolderOwner.give(file);
        } catch (FileAlreadyExistsException _) {
            // What is there is kept.
        }
    }

    /** Makes the file, unless it is there already: the first of several processes wins. */
    public static void create(Path file, String text) throws IOException {
        Path draft = draft(file, text);
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException _) {
            // Another process was first, and its file counts.
        } catch (UnsupportedOperationException | FileSystemException _) {
            // Some file systems have no links.
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        syncName(file);
    }

    /** Makes the file in place of the one that may be there, whole or not at all. */
    public static void replace(Path file, String text) throws IOException {
        move(draft(file, text), file);
        syncName(file);
    }

    /** A temporary file has the rights 0600 wherever there are such rights. */
    private static Path draft(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is a folder");
        }
        folder(folder);
        Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".tmp");
        FolderOwner.give(draft);
        Files.writeString(draft, text);
        sync(draft);
        return draft;
    }

    /** Under its name the copy is whole or not there at all. */
    static void copy(Path from, Path to) throws IOException {
        file(to);
        try (var in = Files.newInputStream(from);
                var out = Files.newOutputStream(to)) {
            in.transferTo(out);
        }
        sync(to);
    }

    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes durable that a file has this name, or has it no longer. */
    static void syncName(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && isPosix(folder)) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] rights(Path place, String rights) {
        return isPosix(place)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
