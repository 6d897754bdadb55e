package dev.sluice.http;

/** The files of a certificate cannot be used; its message names the file and what is wrong. */
public final class UnusableCertificateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableCertificateException(String message) {
        super(message);
    }
}
