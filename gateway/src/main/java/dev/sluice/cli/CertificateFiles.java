package dev.sluice.cli;

import dev.sluice.http.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** By what a renewed certificate is noticed. */
record CertificateFiles(FileTime certificate, FileTime key) {
    private static final FileTime NEVER = FileTime.fromMillis(0);

    static CertificateFiles of(Tls tls) {
        return switch (tls) {
            case Tls.None() -> new CertificateFiles(NEVER, NEVER);
            case Tls.Files(Path certificate, Path key) ->
                    new CertificateFiles(changed(certificate), changed(key));
        };
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            // In the moment of being replaced; it is looked at again.
            return NEVER;
        }
    }
}
