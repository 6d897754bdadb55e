package dev.sluice.config;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.AccessConfig.Mode;
import dev.sluice.access.ClientName;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.access.Origins;
import dev.sluice.config.Addresses.Address;
import dev.sluice.config.Advice.MissingKeys;
import dev.sluice.config.Node.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds who may call, and refuses to open what nobody meant to open. */
final class AccessBinder {
    /** A key of 8 random letters and digits is not found by trying within a lifetime. */
    private static final int LEAST_KEY_CHARS = 8;

    private static final String TOO_SHORT =
            " of fewer than %d characters, which can be guessed; make a longer one, such as with `openssl rand -hex 16`"
                    .formatted(LEAST_KEY_CHARS);

    private static final String EXAMPLE =
            "holds an example of a key, which anybody can guess; write here what `openssl rand -hex 24` prints, or delete the line and run `sluice keys create NAME`, and give clients that key";

    private final Values values;
    private final Findings findings;
    private final Advice advice;

    AccessBinder(Values values, Findings findings, Advice advice) {
        this.values = values;
        this.findings = findings;
        this.advice = advice;
    }

    AccessConfig bind(Section access, Section cors, List<Address> addresses) {
        var config =
                new AccessConfig(
                        values.oneOf(access, Setting.ACCESS_MODE, Mode.class),
                        values.flag(access, Setting.ACCESS_BEYOND_LOOPBACK),
                        keys(values.section(access, "keys", "access.keys")),
                        origins(cors),
                        hosts(access),
                        new IdentityBinder(values, findings)
                                .bind(values.section(access, "identity", "access.identity")));
        List<Value> exposed =
                addresses.stream().filter(Address::isBeyondLoopback).map(Address::written).toList();
        if (config.mode() == Mode.OPEN && !config.beyondLoopback()) {
            exposed.forEach(this::refuseOpen);
        }
        boolean unasked = access.find(Setting.ACCESS_MODE.key()).isEmpty();
        boolean locked = config.mode() == Mode.KEYS && config.keys().isEmpty();
        if (locked && !advice.missingKeys().equals(MissingKeys.SILENT)) {
            tellOfMissingKeys(access, unasked ? exposed : List.of());
        }
        return config;
    }

    private void refuseOpen(Value address) {
        findings.problem(
                address,
                "is "
                        + address.shown()
                        + ", where other machines could use the upstreams without a key; "
                        + advice.openBeyondLoopback());
    }

    /** Where the other system let in everybody, its users do not know that clients need keys. */
    private void tellOfMissingKeys(Section access, List<Value> exposed) {
        for (Value address : exposed) {
            findings.problem(
                    address.place(),
                    ConfigCode.MISSING,
                    address.label()
                            + " is "
                            + address.shown()
                            + ", where other machines reach it, and no key is set that they could have; do one of these:",
                    advice.missingKeys().remedies());
        }
        if (exposed.isEmpty()) {
            findings.warning(access.place(), ConfigCode.NONE, advice.missingKeys().warning());
        }
    }

    private List<ConfiguredKey> keys(Section section) {
        var keys = new ArrayList<ConfiguredKey>();
        var owners = new HashMap<String, Value>();
        for (var entry : section.entries().entrySet()) {
            Node node = entry.getValue();
            if (!ClientName.isValid(entry.getKey())) {
                findings.problem(node, Binder.NAME_RULE);
            }
            Value key = values.verbatim(node);
            check(key, owners);
            checkPlaceholder(key, isImported(entry.getKey()));
            checkLength(key, isImported(entry.getKey()));
            keys.add(new ConfiguredKey(entry.getKey(), key.text()));
        }
        return keys;
    }

    private void check(Value key, Map<String, Value> owners) {
        if (key.isLeftOut()) {
            findings.problem(
                    key, ConfigCode.MISSING, "is not set or empty; write the key, or delete it");
        }
        if (key.text().isEmpty()) {
            return;
        }
        var other = owners.putIfAbsent(key.text(), key);
        if (other != null) {
            findings.problem(
                    key,
                    ConfigCode.DUPLICATE_KEY,
                    "holds the same key as " + other.label() + "; every name needs its own");
        }
    }

    /** Keys that another system took at any length; its clients have them. */
    private static boolean isImported(String name) {
        return name.startsWith(ImportedFormat.KEY_NAME);
    }

    private void checkPlaceholder(Value key, boolean isImported) {
        // What the environment holds is not written by hand, and a variable there is a key.
        Optional<String> variable =
                key.written().equals(key.text())
                        ? Placeholder.wholeVariable(key.text())
                        : Optional.empty();
        boolean example = Placeholder.isKey(key.text());
        if (isImported && (example || variable.isPresent())) {
            findings.warning(
                    key.place(),
                    ConfigCode.NONE,
                    key.label()
                            + " holds a key that reads like an example or a variable, and is taken as it stands; make a random one, such as with `openssl rand -hex 24`, and give clients that one");
        } else if (variable.isPresent()) {
            findings.problem(key, Values.notReplaced(variable.get()));
        } else if (example) {
            findings.problem(key, EXAMPLE);
        } else if (!key.text().isEmpty()) {
            UpstreamBinder.requireKeyCharacters(key, findings);
        }
    }

    private void checkLength(Value key, boolean isImported) {
        if (key.text().isEmpty() || key.text().length() >= LEAST_KEY_CHARS) {
            return;
        }
        if (isImported) {
            findings.warning(
                    key.place(),
                    ConfigCode.KEY_SHORT,
                    key.label() + " holds a key" + TOO_SHORT + " and give clients that one");
        } else {
            findings.problem(key, ConfigCode.KEY_SHORT, "holds a key" + TOO_SHORT);
        }
    }

    private List<String> origins(Section cors) {
        List<Value> origins = values.list(cors, Setting.CORS_ORIGINS);
        for (Value origin : origins) {
            if (!Origins.isValid(origin.text())) {
                findings.problem(
                        origin,
                        "holds "
                                + origin.shown()
                                + "; write https://host or https://host:port without a path, app://host for a program, chrome-extension://* for all extensions, or *");
            }
        }
        return origins.stream().map(Value::text).toList();
    }

    private List<String> hosts(Section access) {
        List<Value> hosts = values.list(access, Setting.ACCESS_HOSTS);
        for (Value host : hosts) {
            if (!Origins.isHost(ListenAddress.bare(host.text()))) {
                findings.problem(
                        host, "holds " + host.shown() + "; write a host name without a port");
            }
        }
        return hosts.stream().map(host -> ListenAddress.bare(host.text())).toList();
    }
}
