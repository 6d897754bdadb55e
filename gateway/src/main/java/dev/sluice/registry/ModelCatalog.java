package dev.sluice.registry;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which upstream answers for which name, made from what was known at one moment.
 *
 * <p>Where several claim a name it belongs to the first of these, and among equals to the first in
 * the configuration: whose {@code model} it is, whose own name in the configuration, whose app has
 * the name now, whose app had it once. What the configuration says comes first, so that a name does
 * not depend on which upstream was reached sooner.
 */
public final class ModelCatalog {
    /** What trying again mends only when a person has changed something. */
    private static final Set<FailureCode> REFUSED =
            Collections.unmodifiableSet(
                    EnumSet.of(FailureCode.DIFY_KEY_INVALID, FailureCode.DIFY_APP_FORBIDDEN));

    private final Map<String, Upstream> byName;
    private final Map<String, Upstream> listed;
    private final List<Upstream> unnamed;

    private ModelCatalog(
            Map<String, Upstream> byName, Map<String, Upstream> listed, List<Upstream> unnamed) {
        this.byName = Collections.unmodifiableMap(byName);
        this.listed = Collections.unmodifiableMap(listed);
        this.unnamed = List.copyOf(unnamed);
    }

    static ModelCatalog of(List<Upstream> upstreams) {
        var byName = new HashMap<String, Upstream>();
        List<Upstream> byApp = upstreams.stream().filter(one -> model(one).isEmpty()).toList();
        upstreams.stream()
                .filter(one -> !model(one).isEmpty())
                .forEach(one -> byName.putIfAbsent(model(one), one));
        byApp.forEach(one -> byName.putIfAbsent(one.name(), one));
        byApp.forEach(one -> appName(one).ifPresent(name -> byName.putIfAbsent(name, one)));
        byApp.forEach(one -> one.known().names().forEach(name -> byName.putIfAbsent(name, one)));
        var listed = new LinkedHashMap<String, Upstream>();
        for (Upstream one : upstreams) {
            if (isListed(one)) {
                String name = model(one).isEmpty() ? appName(one).orElse(one.name()) : model(one);
                // Behind another of that name it is still there by its own.
                listed.putIfAbsent(byName.get(name) == one ? name : one.name(), one);
            }
        }
        return new ModelCatalog(
                byName, listed, byApp.stream().filter(Upstream::lacksName).toList());
    }

    /** The names under which models are offered, in the order of the configuration. */
    public Map<String, Upstream> listed() {
        return listed;
    }

    /** Who answers for that name, offered or not. */
    public Optional<Upstream> named(String model) {
        return Optional.ofNullable(byName.get(model));
    }

    /** Those that clients are to name by their apps' names, which nobody knows yet. */
    public List<Upstream> unnamed() {
        return unnamed;
    }

    private static String model(Upstream upstream) {
        return upstream.config().model();
    }

    private static Optional<String> appName(Upstream upstream) {
        return upstream.known().names().stream().findFirst();
    }

    /** Under a name made up for want of another nobody would know it. */
    private static boolean isListed(Upstream upstream) {
        return !upstream.lacksName()
                && upstream.state()
                        .failure()
                        .map(ChatFailure::code)
                        .filter(REFUSED::contains)
                        .isEmpty();
    }
}
