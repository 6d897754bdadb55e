package dev.sluice.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/** A file as it was read, or what stands for one that is not there. */
record SourceText(String name, String text) {
    /** The environment alone; it has no text. */
    static final SourceText ENVIRONMENT = new SourceText(Place.ENVIRONMENT.file(), "");

    static final SourceText NONE = new SourceText("", "");
    static final String ENV_NAME = ".env";

    private static final long LARGEST_BYTES = 1 << 20;

    SourceText {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
    }

    static SourceText read(Path file) {
        var findings = new Findings(Advice.YAML);
        var whole = Place.whole(file.toString());
        try {
            if (Files.size(file) <= LARGEST_BYTES) {
                // Windows editors put a byte order mark first.
                String text = Files.readString(file).replaceFirst("^\uFEFF", "");
                return new SourceText(file.toString(), text);
            }
            findings.problem(whole, "is larger than 1 MiB; this is not a configuration");
        } catch (NoSuchFileException _) {
            findings.problem(whole, "there is no such file; check its name");
        } catch (CharacterCodingException _) {
            findings.problem(whole, "is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            findings.problem(
                    whole,
                    "cannot be read (" + e.getClass().getSimpleName() + "); check its rights");
        }
        throw findings.failure();
    }

    /** Whether it holds variables in the place of YAML, as the environment does. */
    boolean isVariables() {
        return equals(ENVIRONMENT) || name.endsWith(ENV_NAME);
    }

    /** Whether it has a line that gives this variable a value, as shells write one. */
    boolean sets(String variable) {
        return Pattern.compile(
                        "^[ \\t]*+(?:export[ \\t]++)?+" + Pattern.quote(variable) + "[ \\t]*+=",
                        Pattern.MULTILINE)
                .matcher(text)
                .find();
    }

    /** The place of what is missing. */
    Place whole() {
        return Place.whole(name);
    }

    /** Without the text, which holds keys. */
    @Override
    public String toString() {
        return name;
    }
}
