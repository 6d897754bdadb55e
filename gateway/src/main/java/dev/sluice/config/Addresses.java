package dev.sluice.config;

import dev.sluice.config.Node.Section;
import dev.sluice.http.Listen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads which addresses are listened on. */
final class Addresses {
    static final int HIGHEST_PORT = 65_535;

    private static final Pattern ADDRESS =
            Pattern.compile("(?:(https?)://)?(\\[[^\\[\\]]+]|[^:/\\[\\]]+):(\\d{1,5})");

    private final Values values;
    private final Findings findings;

    /**
     * One address.
     *
     * @param written for messages about it
     */
    record Address(Value written, Listen listen) {
        Address {
            Objects.requireNonNull(written);
            Objects.requireNonNull(listen);
        }

        /** A name other than localhost counts as reachable, since what it means can change. */
        boolean isBeyondLoopback() {
            return ListenAddress.isValid(listen.host()) && !ListenAddress.isLoopback(listen.host());
        }
    }

    Addresses(Values values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    /**
     * At least one.
     *
     * @param tls whether there is a certificate
     */
    List<Address> read(Section server, boolean tls) {
        List<Value> written = values.list(server, Setting.SERVER_LISTEN);
        if (written.isEmpty()) {
            return List.of(single(server, tls));
        }
        refuseBeside(server);
        var addresses = new ArrayList<Address>();
        var taken = new HashSet<Listen>();
        for (Value value : written) {
            parsed(value)
                    .ifPresentOrElse(
                            listen -> {
                                check(value, listen, tls);
                                if (!taken.add(listen)) {
                                    problem(value, " a second time; keep only one");
                                }
                                addresses.add(new Address(value, listen));
                            },
                            () ->
                                    problem(
                                            value,
                                            "; write host:port, http://host:port or https://host:port, an IPv6 address in brackets"));
        }
        return addresses.isEmpty() ? List.of(single(server, tls)) : addresses;
    }

    private void refuseBeside(Section server) {
        for (Setting other : List.of(Setting.SERVER_HOST, Setting.SERVER_PORT)) {
            server.find(other.key())
                    .ifPresent(node ->
                            findings.problem(
                                    node, "stands beside server.listen; keep only one of them"));
        }
    }

    private void check(Value value, Listen listen, boolean tls) {
        if (listen.tls() && !tls) {
            problem(
                    value,
                    ", which needs a certificate; write `tls: {certificate: FILE, key: FILE}` under server");
        }
    }

    private void problem(Value value, String what) {
        findings.problem(value, "holds " + value.shown() + what);
    }

    private static Optional<Listen> parsed(Value value) {
        var match = ADDRESS.matcher(value.text());
        if (!match.matches()) {
            return Optional.empty();
        }
        String host = ListenAddress.bare(match.group(2));
        int port = Integer.parseInt(match.group(3));
        boolean valid = ListenAddress.isValid(host) && port <= HIGHEST_PORT;
        return valid
                ? Optional.of(new Listen(host, port, "https".equals(match.group(1))))
                : Optional.empty();
    }

    private Address single(Section server, boolean tls) {
        Value host = values.value(server, Setting.SERVER_HOST);
        String bare = ListenAddress.bare(host.text());
        if (!ListenAddress.isValid(bare)) {
            findings.problem(
                    host,
                    "is " + host.shown() + "; write an address or a host name, without a port");
        }
        int port = values.number(server, Setting.SERVER_PORT, 0, HIGHEST_PORT);
        return new Address(host, new Listen(bare, port, tls));
    }
}
