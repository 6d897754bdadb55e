package dev.sluice.cli;

import dev.sluice.http.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a certificate renewed when its files have changed, and again and again while they are of no
 * use: most programs write one file after the other. For one thread.
 */
final class CertificateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
    private static final FileTime NEVER = FileTime.fromMillis(0);

    private final List<Path> files;
    private final Supplier<Optional<String>> renewal;
    private List<Stamp> seen;
    private String refusal = "";

    /** By what a change is noticed. */
    private record Stamp(FileTime changed, long size) {
        Stamp {
            Objects.requireNonNull(changed);
        }

        static Stamp of(Path file) {
            try {
                return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
            } catch (IOException _) {
                // In the moment of being replaced; it is looked at again.
                return new Stamp(NEVER, 0);
            }
        }
    }

    /**
     * @param renewal takes the files as they are, or says why it does not
     */
    CertificateFiles(Tls tls, Supplier<Optional<String>> renewal) {
        this.files =
                switch (tls) {
                    case Tls.None() -> List.of();
                    case Tls.Files(Path certificate, Path key) -> List.of(certificate, key);
                };
        this.renewal = renewal;
        this.seen = stamps();
    }

    private List<Stamp> stamps() {
        return files.stream().map(Stamp::of).toList();
    }

    void look() {
        List<Stamp> now = stamps();
        if (now.equals(seen) && refusal.isEmpty()) {
            return;
        }
        seen = now;
        String why = renewal.get().orElse("");
        if (why.isEmpty()) {
            LOG.info("the certificate was read again");
        } else if (!why.equals(refusal)) {
            LOG.atWarn()
                    .addKeyValue("cause", why)
                    .log("the new certificate cannot be used; the one before goes on");
        }
        refusal = why;
    }
}
