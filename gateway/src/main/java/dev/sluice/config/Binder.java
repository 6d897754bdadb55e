package dev.sluice.config;

import dev.sluice.access.AccessConfig;
import dev.sluice.config.Addresses.Address;
import dev.sluice.config.Node.Section;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.http.ServerConfig;
import dev.sluice.records.RecordsConfig;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.store.StoreConfig;
import dev.sluice.telemetry.LogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Turns a document into the capabilities' records. */
final class Binder {
    static final String NAME_RULE =
            "is no valid name; use at most 64 letters, digits and . _ : / -";

    private static final Duration LEAST_RETENTION = Duration.ofHours(1);
    private static final int MOST_RECORDS = 10_000_000;

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
        var serverBinder = new ServerBinder(values, findings);
        List<Address> addresses = serverBinder.addresses(serverSection);
        ServerConfig server = serverBinder.bind(serverSection, addresses);
        AccessConfig access =
                new AccessBinder(values, findings, document.advice())
                        .bind(
                                values.section(root, "access"),
                                values.section(root, "cors"),
                                addresses);
        LogConfig log = log(values.section(root, "log"));
        var keeping =
                new Keeping(
                        store(values.section(root, "data")),
                        records(values.section(root, "records")),
                        conversations(root));
        Section upstreams = values.section(root, "upstreams");
        if (upstreams.entries().isEmpty()) {
            findings.problem(
                    upstreams.place(), ConfigCode.NO_MODELS, document.advice().noUpstream());
        }
        List<UpstreamConfig> bound = upstreams(upstreams);
        var models =
                new ModelsBinder(values, findings).bind(values.section(root, "models"), upstreams);
        return new SluiceConfig(
                server,
                access,
                log,
                keeping,
                bound,
                models,
                new SluiceConfig.Origin(source, findings.warnings()));
    }

    /** Where the state is, and what else a command beside the gateway needs to know. */
    StateSettings state() {
        Section root = values.root(document);
        List<String> keyNames =
                Setting.ACCESS_KEY.keysIn(root).stream().map(List::getLast).toList();
        return new StateSettings(store(values.section(root, "data")), keyNames, retention(root));
    }

    Path stateFolder() {
        return folder(values.section(values.root(document), "data"));
    }

    private Path folder(Section section) {
        return values.path(values.value(section, Setting.DATA_DIR));
    }

    private StoreConfig store(Section section) {
        Value url = values.value(section, Setting.DATA_URL);
        if (!url.text().isEmpty()) {
            DatabaseUrl.check(url, findings);
        }
        return new StoreConfig(folder(section).toString(), url.text());
    }

    private LogConfig log(Section section) {
        return new LogConfig(
                values.oneOf(section, Setting.LOG_LEVEL, LogConfig.Level.class),
                values.oneOf(section, Setting.LOG_FORMAT, LogConfig.Format.class));
    }

    private RecordsConfig records(Section section) {
        return new RecordsConfig(values.number(section, Setting.RECORDS_KEEP, 0, MOST_RECORDS));
    }

    private ConversationConfig conversations(Section root) {
        return new ConversationsBinder(values, findings)
                .bind(retention(root), values.section(root, "chats"));
    }

    private Duration retention(Section root) {
        Section remembered = values.section(root, "conversations");
        Value value = values.value(remembered, Setting.RETENTION);
        Duration retention = Durations.read(value, findings);
        if (!retention.isZero() && retention.compareTo(LEAST_RETENTION) < 0) {
            findings.problem(value, "is " + value.shown() + "; write 1h or more, or off");
        }
        return retention;
    }

    private List<UpstreamConfig> upstreams(Section section) {
        var binder = new UpstreamBinder(values, findings);
        var bound = new ArrayList<UpstreamConfig>();
        section.entries().forEach((name, node) -> binder.bind(name, node).ifPresent(bound::add));
        return bound;
    }
}
