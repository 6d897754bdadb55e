package dev.sluice.config;

import dev.sluice.access.AccessConfig;
import dev.sluice.config.Node.Items;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import dev.sluice.http.ServerConfig;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.routing.ModelsConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a document into the capabilities' records. */
final class Binder {
    static final String NAME_RULE =
            "is no valid name; use at most 64 letters, digits and . _ : / -";

    private static final int HIGHEST_PORT = 65_535;

    private final Document document;
    private final Values values;
    private final Findings findings;

    Binder(Document document, Values values, Findings findings) {
        this.document = document;
        this.values = values;
        this.findings = findings;
    }

    /** The configuration; of use only if nothing was found against it. */
    SluiceConfig bind(String source) {
        Section root = values.root(document);
        Section serverSection = values.section(root, "server");
        ServerConfig server = server(serverSection);
        AccessConfig access = access(values.section(root, "access"));
        if (!access.beyondLoopback()) {
            refuseOpenTo(values.value(serverSection, Setting.SERVER_HOST), server.host());
        }
        Section upstreams = values.section(root, "upstreams");
        if (upstreams.entries().isEmpty()) {
            findings.problem(upstreams.place(), document.format().noUpstream());
        }
        List<UpstreamConfig> bound = upstreams(upstreams);
        ModelsConfig models = models(values.section(root, "models"), upstreams);
        return new SluiceConfig(server, access, bound, models, source, findings.warnings());
    }

    private ServerConfig server(Section section) {
        Value host = values.value(section, Setting.SERVER_HOST);
        String bare = ListenAddress.bare(host.text());
        if (!ListenAddress.isValid(bare)) {
            findings.problem(
                    host,
                    "is " + host.shown() + "; write an address or a host name, without a port");
        }
        return new ServerConfig(
                bare,
                values.number(section, Setting.SERVER_PORT, 0, HIGHEST_PORT),
                values.duration(section, Setting.SERVER_DRAIN));
    }

    private AccessConfig access(Section section) {
        Value mode = values.value(section, Setting.ACCESS_MODE);
        if (mode.text().equals("keys")) {
            findings.problem(mode, "keys comes with a later version; write open");
        } else {
            values.requireOneOf(mode, Set.of("open"));
        }
        return new AccessConfig(values.flag(section, Setting.ACCESS_BEYOND_LOOPBACK));
    }

    private void refuseOpenTo(Value host, String address) {
        if (ListenAddress.isValid(address) && !ListenAddress.isLoopback(address)) {
            findings.problem(
                    host,
                    "is "
                            + host.shown()
                            + ", where other machines could use the upstreams without a key; "
                            + document.format().openBeyondLoopback());
        }
    }

    private List<UpstreamConfig> upstreams(Section section) {
        var binder = new UpstreamBinder(values, findings, document.format().modelName());
        var bound = new ArrayList<UpstreamConfig>();
        section.entries().forEach((name, node) -> binder.bind(name, node).ifPresent(bound::add));
        return bound;
    }

    private ModelsConfig models(Section section, Section upstreams) {
        Map<String, Value> taken = modelsOf(upstreams);
        var chains = new LinkedHashMap<String, List<String>>();
        section.entries()
                .forEach((model, node) -> {
                    refuseName(model, node, taken);
                    chains.put(model, chain(node, upstreams.entries().keySet()));
                });
        return new ModelsConfig(chains);
    }

    private void refuseName(String model, Node node, Map<String, Value> taken) {
        if (!document.format().modelName().matcher(model).matches()) {
            findings.problem(node, NAME_RULE);
        }
        var owner = taken.get(model);
        if (owner != null) {
            findings.problem(
                    node, "has the same name as " + owner.label() + "; rename one of them");
        }
    }

    /** The models that upstreams claim for themselves; two upstreams may not claim the same. */
    private Map<String, Value> modelsOf(Section upstreams) {
        var taken = new LinkedHashMap<String, Value>();
        for (Node node : upstreams.entries().values()) {
            if (!(node instanceof Section upstream)) {
                continue;
            }
            Value model = values.value(upstream, Setting.UPSTREAM_MODEL);
            var other = model.text().isEmpty() ? null : taken.putIfAbsent(model.text(), model);
            if (other != null) {
                findings.problem(
                        model,
                        "is "
                                + model.shown()
                                + ", as "
                                + other.label()
                                + " is; leave both out and write a list of these upstreams under models");
            }
        }
        return taken;
    }

    private List<String> chain(Node node, Set<String> upstreams) {
        List<Node> items = node instanceof Items list ? list.items() : List.of(node);
        boolean empty = node instanceof Text text && text.text().isEmpty();
        if (empty || items.isEmpty()) {
            findings.problem(node, "names no upstream; write at least one");
            return List.of();
        }
        return items.stream().map(item -> upstream(values.value(item), upstreams)).toList();
    }

    private String upstream(Value name, Set<String> upstreams) {
        if (!name.isLeftOut() && !name.text().isEmpty() && !upstreams.contains(name.text())) {
            findings.problem(
                    name,
                    "names the unknown upstream "
                            + name.shown()
                            + "; "
                            + Nearest.hint(name.text(), upstreams));
        }
        return name.text();
    }
}
