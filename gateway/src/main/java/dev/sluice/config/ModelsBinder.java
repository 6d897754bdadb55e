package dev.sluice.config;

import dev.sluice.access.ClientName;
import dev.sluice.config.Node.Section;
import dev.sluice.routing.ModelsConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Binds the models that stand for upstreams. */
final class ModelsBinder {
    /** In any script, as an app's own name may be. */
    private static final Pattern NAME =
            Pattern.compile("(?U)(?!\\s)[^\\p{Cntrl}\\p{Cs}]{1,200}(?<!\\s)");

    private final Values values;
    private final Findings findings;

    ModelsBinder(Values values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    ModelsConfig bind(Section section, Section upstreams) {
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
        if (!NAME.matcher(model).matches()) {
            findings.problem(
                    node,
                    "is no name of a model; write 1 to 200 characters without control characters, and no blank at either end");
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
        List<Value> names = values.list(node);
        if (names.isEmpty()) {
            findings.problem(node, "names no upstream; write at least one");
        }
        return names.stream().map(name -> upstream(name, upstreams)).toList();
    }

    private String upstream(Value name, Set<String> upstreams) {
        String normal = ClientName.normal(name.text());
        if (!name.isLeftOut() && !normal.isEmpty() && !upstreams.contains(normal)) {
            findings.problem(
                    name,
                    ConfigCode.UNKNOWN,
                    "names the unknown upstream "
                            + name.shown()
                            + "; "
                            + Masked.hint(normal, upstreams));
        }
        return normal;
    }
}
