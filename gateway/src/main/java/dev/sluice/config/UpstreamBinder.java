package dev.sluice.config;

import dev.sluice.access.ClientName;
import dev.sluice.access.Speaker;
import dev.sluice.config.Node.Section;
import dev.sluice.http.ProxyChoice;
import dev.sluice.protocol.Nearest;
import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.protocol.dify.Dify;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.AnswerSettings.Replaced;
import dev.sluice.registry.CallSettings;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Deadlines;
import dev.sluice.registry.Memory;
import dev.sluice.registry.UpstreamConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Binds one upstream, and finds all that is wrong with it. */
final class UpstreamBinder {
    private static final List<String> TYPES = List.of("dify");
    private static final String PATH = "upstreams." + Setting.ANY_NAME;
    private static final Pattern USER_PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern USER_TEXT = Pattern.compile("[^{}\\p{Cntrl}]*");
    private static final int MOST_CONNECTIONS = 100_000;
    // What a header can carry, without the characters that only come from careless copying.
    private static final Pattern KEY = Pattern.compile("[!-~&&[^\"'`]]+");

    private static final Pattern LINE = Pattern.compile(".+");

    private final Values values;
    private final Findings findings;
    private final BaseUrl baseUrl;

    UpstreamBinder(Values values, Findings findings) {
        this.values = values;
        this.findings = findings;
        this.baseUrl = new BaseUrl(findings);
    }

    /** The upstream, or nothing when it cannot be made for what was found. */
    Optional<UpstreamConfig> bind(String name, Node node) {
        if (!ClientName.isValid(name)) {
            findings.problem(node, Binder.NAME_RULE);
        }
        return values.asSection(node, PATH).flatMap(section -> bind(name, section));
    }

    private Optional<UpstreamConfig> bind(String name, Section section) {
        String type = type(section);
        var url = url(section);
        String key = key(section);
        String model = model(section);
        String mode = mode(section);
        var chats = new ChatSettings(memory(section), user(section), answers(section));
        CallSettings settings = settings(section);
        return url.map(at -> new UpstreamConfig(name, type, at, key, model, mode, chats, settings));
    }

    private String type(Section section) {
        Value type = values.value(section, Setting.UPSTREAM_TYPE);
        if (isSet(type, "type: dify")) {
            values.requireOneOf(type, TYPES);
        }
        return type.text();
    }

    private Optional<URI> url(Section section) {
        Value url = values.value(section, Setting.UPSTREAM_URL);
        return isSet(url, "url: https://api.dify.ai/v1") ? baseUrl.dify(url) : Optional.empty();
    }

    private String key(Section section) {
        Value key = values.value(section, Setting.UPSTREAM_KEY);
        if (!isSet(key, "the app's key (app-…), which Dify shows under API Access")) {
            return "";
        }
        if (key.text().startsWith("dataset-")) {
            findings.problem(
                    key,
                    "is a knowledge base's key (dataset-…), which cannot chat; write the app's own, which begins with app-");
        } else {
            requireKey(key);
        }
        return key.text();
    }

    private void requireKey(Value key) {
        if (Placeholder.isKey(key.text())) {
            findings.problem(key, "stands for a key; write the key itself, or ${env:NAME}");
        } else {
            requireKeyCharacters(key, findings);
        }
    }

    static void requireKeyCharacters(Value key, Findings findings) {
        if (!KEY.matcher(key.text()).matches()) {
            findings.problem(
                    key,
                    "holds a space, a quote or another character that no key has; copy the key again");
        }
    }

    private String model(Section section) {
        Value model = values.value(section, Setting.UPSTREAM_MODEL);
        // Names of systems before stay as they are, since clients already use them.
        if (!model.text().isEmpty() && !LINE.matcher(model.text()).matches()) {
            findings.problem(model, "has several lines; write one");
        }
        return model.text();
    }

    private String mode(Section section) {
        Value mode = values.value(section, Setting.UPSTREAM_MODE);
        if (!mode.text().isEmpty()) {
            values.requireOneOf(mode, Dify.modes());
        }
        return mode.text();
    }

    private Memory memory(Section section) {
        return values.oneOf(section, Setting.UPSTREAM_MEMORY, Memory.class);
    }

    private String user(Section section) {
        Value user = values.value(section, Setting.UPSTREAM_USER);
        var places = USER_PLACE.matcher(user.text());
        places.results()
                .map(place -> place.group(1))
                .filter(name -> !Speaker.PLACES.contains(name))
                .forEach(name ->
                        findings.problem(
                                user,
                                "has {"
                                        + Masked.name(name)
                                        + "}, which stands for nothing; "
                                        + Nearest.hint(name, Speaker.PLACES)));
        if (!USER_TEXT.matcher(places.replaceAll("")).matches()) {
            findings.problem(
                    user,
                    "has a brace without its counterpart, or a control character; write text with {client} and {user}");
        }
        return user.text();
    }

    private AnswerSettings answers(Section section) {
        return new AnswerSettings(
                values.oneOf(section, Setting.UPSTREAM_TOOLS, AnswerSettings.Tools.class),
                output(section),
                values.oneOf(section, Setting.UPSTREAM_REPLACED, Replaced.class),
                values.oneOf(section, Setting.UPSTREAM_REASONING, ReasoningFormat.class),
                values.flag(section, Setting.UPSTREAM_EXTENSION),
                values.flag(section, Setting.UPSTREAM_OUTPUTS));
    }

    private String output(Section section) {
        Value output = values.value(section, Setting.UPSTREAM_ANSWER);
        if (!output.text().isEmpty() && !LINE.matcher(output.text()).matches()) {
            findings.problem(output, "has several lines; write the name of one output");
        }
        return output.text();
    }

    private CallSettings settings(Section section) {
        return new CallSettings(
                deadlines(values.section(section, "deadlines", PATH + ".deadlines")),
                values.flag(section, Setting.UPSTREAM_RERUN),
                proxy(section),
                values.number(section, Setting.UPSTREAM_MAX_CONNECTIONS, 1, MOST_CONNECTIONS),
                values.duration(section, Setting.UPSTREAM_KEEP_ALIVE));
    }

    private Deadlines deadlines(Section section) {
        return new Deadlines(
                values.duration(section, Setting.DEADLINE_CONNECT),
                values.duration(section, Setting.DEADLINE_FIRST_EVENT),
                values.duration(section, Setting.DEADLINE_QUEUE),
                values.duration(section, Setting.DEADLINE_SILENCE),
                values.duration(section, Setting.DEADLINE_NO_PROGRESS),
                values.duration(section, Setting.DEADLINE_CLIENT_STALL),
                values.duration(section, Setting.DEADLINE_TOTAL));
    }

    private ProxyChoice proxy(Section section) {
        Value proxy = values.value(section, Setting.UPSTREAM_PROXY);
        return switch (proxy.text()) {
            case "none" -> new ProxyChoice.Direct();
            case "env" -> new ProxyChoice.Environment();
            // Anything else has to be the URL of a proxy.
            default ->
                    baseUrl.proxy(proxy)
                            .<ProxyChoice>map(ProxyChoice.Through::new)
                            .orElseGet(ProxyChoice.Direct::new);
        };
    }

    private boolean isSet(Value value, String example) {
        if (value.isLeftOut()) {
            findings.problem(value, ConfigCode.MISSING, "is not set or empty; write " + example);
        }
        return !value.text().isEmpty();
    }
}
