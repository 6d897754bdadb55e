package dev.sluice.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the certificates of a PEM file, whatever else is in it. */
final class CertificateChain {
    private static final Pattern CERTIFICATE =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    private static final String PEM = "it must be PEM, with -----BEGIN CERTIFICATE-----";

    private CertificateChain() {}

    /** In the order of the file. */
    static List<X509Certificate> read(String pem) throws CertificateException {
        var chain = new ArrayList<X509Certificate>();
        for (var found = CERTIFICATE.matcher(pem); found.find(); ) {
            try {
                chain.add(certificate(Base64.getMimeDecoder().decode(found.group(1))));
            } catch (IllegalArgumentException damaged) {
                throw new CertificateException(damaged);
            }
        }
        return chain;
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        var read =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
        if (read instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new CertificateException("not X.509");
    }

    /** What a file without certificates in PEM is instead, and how it becomes one with. */
    static String insteadOfPem(String text) {
        if (text.contains("-----BEGIN PKCS7-----")) {
            return "is PKCS #7; convert it: openssl pkcs7 -print_certs -in FILE -out NEW";
        }
        if (!isDer(text)) {
            return "holds no certificate; " + PEM;
        }
        try {
            var _ = certificate(text.getBytes(StandardCharsets.ISO_8859_1));
            return "is DER; " + PEM + ". Convert it: openssl x509 -inform DER -in FILE -out NEW";
        } catch (CertificateException _) {
            return "is binary; "
                    + PEM
                    + ". If it is PKCS #12, convert it: openssl pkcs12 -nodes -in FILE -out NEW";
        }
    }

    /** Every structure of certificates and keys begins with this tag (X.690, 8.9). */
    static boolean isDer(String text) {
        return text.startsWith("0") && text.chars().anyMatch(character -> character >= 0x80);
    }
}
