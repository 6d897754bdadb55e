package dev.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** Gives what was just made to the owner and the group of the folder it is in. */
final class FolderOwner {
    private FolderOwner() {}

    /** Only root may; for everybody else what they make stays theirs. */
    static void give(Path made) {
        Path folder = made.toAbsolutePath().getParent();
        // A link that took the place of what was made is not followed to the file of another user.
        var view =
                Files.getFileAttributeView(
                        made, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (folder == null || view == null) {
            return;
        }
        try {
            var wanted = Files.readAttributes(folder, PosixFileAttributes.class);
            var found = view.readAttributes();
            if (!found.owner().equals(wanted.owner())) {
                view.setOwner(wanted.owner());
            }
            if (!found.group().equals(wanted.group())) {
                view.setGroup(wanted.group());
            }
        } catch (IOException | UnsupportedOperationException _) {
            // What cannot be given away can still be used by the one who made it.
        }
    }
}
