package dev.sluice.protocol;

import java.util.Objects;

/** A part of a message. */
public sealed interface Part {

    PartKind kind();

    /** How many characters it keeps in memory. */
    int characters();

    /** Words, or what a model said instead when it refused to answer. */
    record Text(String text) implements Part {
        public Text {
            Objects.requireNonNull(text);
        }

        @Override
        public PartKind kind() {
            return PartKind.TEXT;
        }

        @Override
        public int characters() {
            return text.length();
        }
    }

    /**
     * A picture.
     *
     * @param detail how closely the model should look, in the words of the wire; empty for its own
     *     choice
     */
    record Image(Media media, String detail) implements Part {
        public Image {
            Objects.requireNonNull(media);
            Objects.requireNonNull(detail);
        }

        @Override
        public PartKind kind() {
            return PartKind.IMAGE;
        }

        @Override
        public int characters() {
            return media.characters() + detail.length();
        }
    }

    /** Speech or other sound. */
    record Audio(Media media) implements Part {
        public Audio {
            Objects.requireNonNull(media);
        }

        @Override
        public PartKind kind() {
            return PartKind.AUDIO;
        }

        @Override
        public int characters() {
            return media.characters();
        }
    }

    /**
     * A file of another kind, such as a document or a video.
     *
     * @param name of the file, empty where the wire gives none
     */
    record File(Media media, String name) implements Part {
        public File {
            Objects.requireNonNull(media);
            Objects.requireNonNull(name);
        }

        @Override
        public PartKind kind() {
            return PartKind.FILE;
        }

        @Override
        public int characters() {
            return media.characters() + name.length();
        }
    }

    /** What a model thought before it answered; it is no part of what was said. */
    record Reasoning(String text) implements Part {
        public Reasoning {
            Objects.requireNonNull(text);
        }

        @Override
        public PartKind kind() {
            return PartKind.REASONING;
        }

        @Override
        public int characters() {
            return text.length();
        }
    }

    /**
     * One that cannot be read: its type is unknown, or it lacks its content.
     *
     * @param kind as far as its type shows it
     */
    record Unreadable(PartKind kind) implements Part {
        public Unreadable {
            Objects.requireNonNull(kind);
        }

        @Override
        public int characters() {
            return 0;
        }
    }
}
