package dev.sluice.config;

import dev.sluice.config.Addresses.Address;
import dev.sluice.config.Node.Section;
import dev.sluice.http.ServerConfig;
import dev.sluice.http.Tls;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/** Binds how the gateway is reached. */
final class ServerBinder {
    private static final Pattern NETWORK =
            Pattern.compile(
                    "(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");
    private static final int BITS_PER_BYTE = 8;

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
                values.duration(section, Setting.SERVER_DRAIN));
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
            if (!isNetwork(network.text())) {
                findings.problem(
                        network,
                        "holds "
                                + network.shown()
                                + "; write an address or a network, such as 10.0.0.7 or 10.0.0.0/8");
            }
        }
        return networks.stream().map(Value::text).toList();
    }

    private static boolean isNetwork(String text) {
        var match = NETWORK.matcher(text);
        if (!match.matches()) {
            return false;
        }
        try {
            byte[] address = InetAddress.ofLiteral(match.group(1)).getAddress();
            int bits = address.length * BITS_PER_BYTE;
            int prefix = match.group(2) == null ? bits : Integer.parseInt(match.group(2));
            var number = new BigInteger(1, address);
            // What stands behind the prefix would be ignored, and so was meant otherwise.
            return prefix <= bits
                    && (number.signum() == 0 || number.getLowestSetBit() >= bits - prefix);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
