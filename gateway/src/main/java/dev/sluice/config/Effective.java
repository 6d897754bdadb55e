package dev.sluice.config;

import dev.sluice.config.Node.Items;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What counts, and where it comes from; secrets are masked.
 *
 * @param ignored imported names that are set and have no effect
 * @param warnings as {@link SluiceConfig.Origin} has them
 */
public record Effective(List<Row> settings, List<Ignored> ignored, List<String> warnings) {
    private static final String DEFAULT = "default";

    /**
     * One setting.
     *
     * @param value empty when nothing is set
     * @param origin such as {@code sluice.yaml:3:5}, {@code --port} or {@code default}
     */
    public record Row(String setting, String value, String origin) {
        public Row {
            Objects.requireNonNull(setting);
            Objects.requireNonNull(value);
            Objects.requireNonNull(origin);
        }
    }

    /** A name that has no effect. */
    public record Ignored(String name, String where, String why) {
        public Ignored {
            Objects.requireNonNull(name);
            Objects.requireNonNull(where);
            Objects.requireNonNull(why);
        }
    }

    public Effective {
        settings = List.copyOf(settings);
        ignored = List.copyOf(ignored);
        warnings = List.copyOf(warnings);
    }

    /** The rows of a valid configuration that was bound from this tree. */
    static List<Row> rows(SluiceConfig config, Section root) {
        var rows = new ArrayList<Row>();
        for (Settled settled : Settled.of(config)) {
            if (settled.setting() == Setting.SERVER_LISTEN) {
                rows.addAll(addresses(settled, config, root));
            } else {
                rows.add(new Row(settled.path(), settled.shown(), origin(root, settled.keys())));
            }
        }
        return rows;
    }

    /** They are written in one of two ways, and the other has no effect. */
    private static List<Row> addresses(Settled listen, SluiceConfig config, Section root) {
        String host = Setting.SERVER_HOST.path();
        String port = Setting.SERVER_PORT.path();
        String origin = origin(root, listen.keys());
        if (!origin.equals(DEFAULT)) {
            String beaten = listen.path() + " stands for it";
            return List.of(
                    new Row(host, "", beaten),
                    new Row(port, "", beaten),
                    new Row(listen.path(), listen.shown(), origin));
        }
        var only = config.server().listen().getFirst();
        return List.of(
                new Row(host, only.host(), origin(root, Setting.SERVER_HOST.keys())),
                new Row(
                        port,
                        Integer.toString(only.port()),
                        origin(root, Setting.SERVER_PORT.keys())),
                new Row(listen.path(), listen.shown(), host + " and " + port));
    }

    private static String origin(Section root, List<String> keys) {
        return root.find(keys).map(Effective::origin).orElse(DEFAULT);
    }

    private static String origin(Node node) {
        return switch (node) {
            case Text text when text.text().isEmpty() -> DEFAULT;
            case Items list when list.items().isEmpty() -> DEFAULT;
            case Text text when text.text().startsWith("${env:") ->
                    node.place().origin(node.label()) + " " + text.text();
            case Text _, Items _, Section _ -> node.place().origin(node.label());
        };
    }
}
