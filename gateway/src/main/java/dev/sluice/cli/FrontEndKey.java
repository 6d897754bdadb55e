package dev.sluice.cli;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.AdminToken;
import dev.sluice.access.ApiKeys;
import dev.sluice.access.ClientTraits;
import dev.sluice.access.Grants;
import dev.sluice.access.NewKey;
import dev.sluice.app.MachineNames;
import dev.sluice.config.SluiceConfig;
import dev.sluice.http.Listen;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The first key after a migration: the system before had none, and its front end needs one. */
final class FrontEndKey {
    static final String NAME = "open-webui";

    /** What became of it. */
    enum Outcome {
        /** It was made, or would be. */
        MADE,
        /** Clients have keys already, and none was made. */
        THERE,
        /** The configuration has keys, or asks for none. */
        UNNEEDED
    }

    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final SluiceConfig config;
    private final Map<String, String> environment;
    private final PrintWriter out;

    FrontEndKey(SluiceConfig config, Map<String, String> environment, PrintWriter out) {
        this.config = config;
        this.environment = Map.copyOf(environment);
        this.out = out;
    }

    /** Whether clients will need a key, and the configuration has none. */
    boolean isNeeded() {
        return config.access().mode() == AccessConfig.Mode.KEYS && config.access().keys().isEmpty();
    }

    /** Makes it, unless clients have keys already, and says where it is to be entered. */
    Outcome make(StateOptions.State state) {
        Optional<NewKey> made = state.withKeys(environment, FrontEndKey::create);
        made.ifPresent(key -> {
            out.println();
            out.println("A key for Open WebUI was made, `" + NAME + "`. It is shown only now:");
            out.println("  " + key.key());
            out.println("Enter it in Open WebUI, in a connection of the kind OpenAI with the URL:");
            out.println("  " + url());
        });
        return made.isPresent() ? Outcome.MADE : Outcome.THERE;
    }

    /** Says what {@link #make} would do, and makes neither a key nor a database. */
    Outcome trial(StateOptions.State state) {
        boolean known = state.store().url().isEmpty();
        if (known && state.hasDatabase() && state.withKeys(environment, FrontEndKey::hasClients)) {
            return Outcome.THERE;
        }
        out.println(
                "would make a key for Open WebUI" + (known ? "" : ", if no client has one yet"));
        return Outcome.MADE;
    }

    private static boolean hasClients(ApiKeys keys) {
        return keys.list().stream()
                .anyMatch(key -> key.live() && !key.name().equals(AdminToken.NAME));
    }

    private static Optional<NewKey> create(ApiKeys keys) {
        return hasClients(keys)
                ? Optional.empty()
                : Optional.of(
                        keys.create(
                                NAME,
                                Grants.CHAT
                                        .speakingForUsers()
                                        .forProgram(ClientTraits.OPEN_WEBUI)));
    }

    private String url() {
        Listen address = config.server().listen().getFirst();
        if (!EVERY_ADDRESS.contains(address.host())) {
            return address + "/v1";
        }
        String machine =
                MachineNames.of(environment).stream().findFirst().orElse("NAME-OF-THIS-MACHINE");
        String scheme = address.tls() ? "https" : "http";
        String end = ":" + address.port() + "/v1";
        return "%s://%s%s (from a container on this machine: %1$s://host.docker.internal%3$s)"
                .formatted(scheme, machine, end);
    }
}
