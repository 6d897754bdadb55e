package dev.sluice.compat.opendify;

import static dev.sluice.compat.opendify.OpenDifyName.COMPONENT_DIFY_API_KEY;
import static dev.sluice.compat.opendify.OpenDifyName.CONVERSATION_MEMORY_MODE;
import static dev.sluice.compat.opendify.OpenDifyName.CONVERSATION_MODE;
import static dev.sluice.compat.opendify.OpenDifyName.DIFY_API_BASE;
import static dev.sluice.compat.opendify.OpenDifyName.DIFY_API_ENDPOINT;
import static dev.sluice.compat.opendify.OpenDifyName.DIFY_API_KEY;
import static dev.sluice.compat.opendify.OpenDifyName.DIFY_API_KEYS;
import static dev.sluice.compat.opendify.OpenDifyName.DIFY_MODEL_MAP;
import static dev.sluice.compat.opendify.OpenDifyName.DIFY_MODEL_NAME;
import static dev.sluice.compat.opendify.OpenDifyName.MODEL_CONFIG;
import static dev.sluice.compat.opendify.OpenDifyName.REQUIRMENT_DIFY_API_KEY;
import static dev.sluice.compat.opendify.OpenDifyName.TIMEOUT;

import dev.sluice.access.ClientName;
import dev.sluice.config.ConfigCode;
import dev.sluice.config.Findings;
import dev.sluice.config.Masked;
import dev.sluice.config.Node;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import dev.sluice.config.Place;
import dev.sluice.config.Variable;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes upstreams of all the names under which the systems before keep their apps' keys. */
final class ImportedUpstreams {
    private static final String EXAMPLE_BASE = "https://api.dify.ai/v1";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,3})?");

    private static final Map<String, String> NUMBERED_MODES =
            Map.of("1", "stateless", "2", "mapped", "3", "mapped");
    private static final Map<String, String> NAMED_MODES =
            Map.of("auto", "mapped", "none", "stateless");

    /** It hid the conversation's id in the answer, in characters of no width. */
    private static final String MARKED = "2";

    private final ImportedSettings imported;
    private final Place source;
    private final Findings findings;
    private final Map<String, Node> upstreams = new LinkedHashMap<>();
    private final Set<String> models = new HashSet<>();

    ImportedUpstreams(ImportedSettings imported, Place source, Findings findings) {
        this.imported = imported;
        this.source = source;
        this.findings = findings;
    }

    Section read() {
        var common = new LinkedHashMap<String, Node>();
        common.put("type", typeOf(MODEL_CONFIG));
        common.put("url", url());
        imported.find(TIMEOUT).ifPresent(timeout -> common.put("deadlines", deadlines(timeout)));
        memory().ifPresent(memory -> common.put("memory", memory));
        imported.find(MODEL_CONFIG).ifPresent(map -> addAll(map, common));
        imported.find(DIFY_MODEL_MAP).ifPresent(map -> addAll(map, common));
        single(common);
        imported.find(DIFY_API_KEYS)
                .ifPresent(keys -> {
                    int number = 0;
                    for (Text key : ImportedSettings.items(keys)) {
                        number++;
                        add("dify-" + number, key, common);
                    }
                });
        imported.find(COMPONENT_DIFY_API_KEY)
                .ifPresent(key -> add("component", key.node(), common));
        imported.find(REQUIRMENT_DIFY_API_KEY)
                .ifPresent(key -> add("requirement", key.node(), common));
        Place place = imported.find(MODEL_CONFIG).map(Variable::place).orElse(source);
        return new Section(MODEL_CONFIG.name(), place, upstreams);
    }

    private static Text typeOf(OpenDifyName name) {
        return new Text(name.name(), ImportedSettings.DEFAULT, "dify");
    }

    /** Without one there is no default, since keys would go to whoever that names. */
    private Node url() {
        var endpoint = imported.find(DIFY_API_ENDPOINT, DIFY_API_BASE);
        var base = imported.find(DIFY_API_BASE).or(() -> endpoint);
        if (base.isEmpty()) {
            findings.problem(
                    source,
                    ConfigCode.MISSING,
                    DIFY_API_BASE
                            + " is not set or empty; write "
                            + DIFY_API_BASE
                            + "="
                            + EXAMPLE_BASE);
        }
        // A stand-in, so that the models are checked as well; the whole is refused anyway.
        return base.map(Variable::node)
                .orElse(new Text(DIFY_API_BASE.name(), source, EXAMPLE_BASE));
    }

    /** It ended what had been silent that long. */
    private Section deadlines(Variable timeout) {
        String text = timeout.text();
        if (!SECONDS.matcher(text).matches()) {
            findings.problem(
                    timeout.place(),
                    TIMEOUT + " is " + Masked.quoted(text) + "; write seconds, such as 120");
            text = "1";
        }
        long millis = new BigDecimal(text).movePointRight(3).longValueExact();
        String silence = millis == 0 ? "off" : millis + "ms";
        return new Section(
                TIMEOUT.name(), timeout.place(), Map.of("silence", timeout.node(silence)));
    }

    private Optional<Text> memory() {
        var weaker = imported.find(CONVERSATION_MODE, CONVERSATION_MEMORY_MODE);
        var stronger = imported.find(CONVERSATION_MEMORY_MODE);
        stronger.filter(mode -> mode.text().equals(MARKED)).ifPresent(this::warnOfMarks);
        return stronger.flatMap(mode -> memory(mode, NUMBERED_MODES, "1, 2 or 3"))
                .or(() -> weaker.flatMap(mode -> memory(mode, NAMED_MODES, "auto or none")));
    }

    private Optional<Text> memory(Variable mode, Map<String, String> words, String known) {
        return imported.meant(mode, words, known).map(mode::node);
    }

    private void warnOfMarks(Variable mode) {
        findings.warning(
                mode.place(),
                ConfigCode.NONE,
                mode.name()
                        + " is 2, which becomes memory: mapped; no id is hidden in answers any more: a chat is known by its id, such as X-Session-Id, or by the history that the client sends");
    }

    private void single(Map<String, Node> common) {
        var key = imported.find(DIFY_API_KEY, DIFY_MODEL_MAP);
        var model = imported.find(DIFY_MODEL_NAME);
        if (key.isEmpty()) {
            model.ifPresent(name -> imported.warn(name, "it names the model of " + DIFY_API_KEY));
            return;
        }
        var parts = new LinkedHashMap<>(common);
        model.ifPresent(name -> parts.put("model", name.node()));
        add("dify", key.get().node(), parts);
    }

    private void addAll(Variable map, Map<String, Node> common) {
        for (ModelMap.Entry entry : new ModelMap(map, findings).read()) {
            add(map.name(), entry, common);
        }
    }

    private void add(String name, ModelMap.Entry entry, Map<String, Node> common) {
        String model = entry.model();
        if (model.isEmpty()) {
            findings.problem(entry.place(), name + " has a model without a name; write one");
            return;
        }
        if (Masked.isKey(model)) {
            findings.problem(
                    entry.place(),
                    name
                            + " has a key before the colon; write the model's name there and the key after it");
            return;
        }
        String label = name + "[" + Masked.name(model) + "]";
        if (!models.add(ClientName.normal(model))) {
            findings.problem(
                    entry.place(),
                    ConfigCode.DUPLICATE_KEY,
                    label + " stands here a second time; keep only one");
            return;
        }
        var parts = new LinkedHashMap<>(common);
        parts.put("model", new Text(label, entry.place(), model));
        add(UpstreamNames.of(model), new Text(label, entry.place(), entry.key()), parts);
    }

    private void add(String name, Text key, Map<String, Node> common) {
        var parts = new LinkedHashMap<>(common);
        parts.put("key", key);
        upstreams.put(
                UpstreamNames.free(name, upstreams.keySet()),
                new Section(key.label(), key.place(), parts));
    }
}
