package dev.sluice.config;

import dev.sluice.config.Node.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values that lie over a file, each with the keys that lead to it. */
record Layer(Map<List<String>, Node> values) {
    private static final List<String> HOST = Setting.SERVER_HOST.keys();
    private static final List<String> PORT = Setting.SERVER_PORT.keys();
    private static final List<String> LISTEN = Setting.SERVER_LISTEN.keys();

    Layer {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Layer of(Overrides flags) {
        var values = new LinkedHashMap<List<String>, Node>();
        for (Overrides.Flag flag : flags.flags()) {
            values.put(
                    List.of(flag.path().split("\\.", -1)),
                    new Node.Text(flag.name(), Place.COMMAND_LINE, flag.text()));
        }
        return new Layer(values);
    }

    Section over(Section root) {
        Section all = root.without("server", replaced());
        for (var value : values.entrySet()) {
            all = all.with(value.getKey(), value.getValue());
        }
        return all;
    }

    /** An address here stands for the ones below, however those are written. */
    private Set<String> replaced() {
        if (values.containsKey(LISTEN)) {
            return Set.of(HOST.getLast(), PORT.getLast());
        }
        boolean one = values.containsKey(HOST) || values.containsKey(PORT);
        return one ? Set.of(LISTEN.getLast()) : Set.of();
    }
}
