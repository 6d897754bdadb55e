package dev.sluice.config;

import dev.sluice.http.CertificatePair;
import dev.sluice.http.CertificatePair.Fault;
import dev.sluice.http.Tls;

/** Checks the files of a certificate before a listener fails on them. */
final class PemFiles {
    private final Tls.Files files;
    private final Findings findings;

    PemFiles(Tls.Files files, Findings findings) {
        this.files = files;
        this.findings = findings;
    }

    /**
     * @param certificate the setting that names its file
     * @param key the setting that names its file
     */
    void check(Value certificate, Value key) {
        var pair = CertificatePair.read(files);
        for (Fault fault : pair.faults()) {
            findings.problem(
                    fault.part() == CertificatePair.Part.KEY ? key : certificate, described(fault));
        }
        // The gateway may be wanted all the same, by clients that do not look.
        pair.outOfTime()
                .ifPresent(fault ->
                        findings.warning(
                                certificate.place(),
                                ConfigCode.NONE,
                                certificate.label() + " " + described(fault)));
    }

    private static String described(Fault fault) {
        return "names " + fault.file() + ", which " + fault.what();
    }
}
