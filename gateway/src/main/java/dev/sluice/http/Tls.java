package dev.sluice.http;

import java.nio.file.Path;
import java.util.Objects;

/** Whose certificate the listeners with TLS show. */
public sealed interface Tls {
    record None() implements Tls {}

    /** PEM files: the certificate with its chain, and its private key. */
    record Files(Path certificate, Path key) implements Tls {
        public Files {
            Objects.requireNonNull(certificate);
            Objects.requireNonNull(key);
        }
    }
}
