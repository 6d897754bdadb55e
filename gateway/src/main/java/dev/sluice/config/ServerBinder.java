package dev.sluice.config;

import dev.sluice.config.Addresses.Address;
import dev.sluice.config.Node.Section;
import dev.sluice.http.ServerConfig;
import dev.sluice.http.Tls;
import dev.sluice.http.TrustedProxies;
import java.util.List;

/** Binds how the gateway is reached. */
final class ServerBinder {
    private static final String BAD_REQUEST = "400";

    private final Values values;
    private final Findings findings;

    ServerBinder(Values values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    List<Address> addresses(Section section) {
        return new Addresses(values, findings).read(section, section.find("tls").isPresent());
    }

    ServerConfig bind(Section section, List<Address> addresses) {
        return new ServerConfig(
                addresses.stream().map(Address::listen).toList(),
                tls(section),
                networks(section),
                values.duration(section, Setting.SERVER_DRAIN),
                badRequests(section));
    }

    private boolean badRequests(Section section) {
        Value status = values.value(section, Setting.PERMANENT_FAILURES);
        values.requireOneOf(status, List.of("own", BAD_REQUEST));
        return status.text().equals(BAD_REQUEST);
    }

    private Tls tls(Section server) {
        if (server.find("tls").isEmpty()) {
            return new Tls.None();
        }
        Section section = values.section(server, "tls", "server.tls");
        Value certificate = required(section, Setting.TLS_CERTIFICATE);
        Value key = required(section, Setting.TLS_KEY);
        var files = new Tls.Files(values.path(certificate), values.path(key));
        if (!certificate.text().isEmpty() && !key.text().isEmpty()) {
            new PemFiles(files, findings).check(certificate, key);
        }
        return files;
    }

    private Value required(Section section, Setting setting) {
        Value value = values.value(section, setting);
        if (value.isLeftOut()) {
            findings.problem(
                    value, ConfigCode.MISSING, "is not set or empty; write the name of a PEM file");
        }
        return value;
    }

    private List<String> networks(Section section) {
        List<Value> networks = values.list(section, Setting.TRUSTED_PROXIES);
        for (Value network : networks) {
            if (!TrustedProxies.isNetwork(network.text())) {
                findings.problem(
                        network,
                        "holds "
                                + network.shown()
                                + "; write an address or a network, such as 10.0.0.7 or 10.0.0.0/8");
            }
        }
        return networks.stream().map(Value::text).toList();
    }
}
