package dev.sluice.config;

import dev.sluice.http.ServerConfig;
import dev.sluice.registry.CallSettings;
import dev.sluice.registry.Deadlines;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Every key of {@code sluice.yaml}: the binder accepts these and no others, and the reference
 * documents exactly these. {@code NAME} stands for a name the user chooses.
 */
enum Setting {
    SERVER_HOST(
            "server.host",
            "address",
            ServerConfig.DEFAULT_HOST,
            "Address or host name to listen on."),
    SERVER_PORT(
            "server.port",
            "number",
            String.valueOf(ServerConfig.DEFAULT_PORT),
            "Port from 0 to 65535; 0 takes any free one."),
    SERVER_DRAIN(
            "server.drain",
            "duration",
            Durations.text(ServerConfig.DEFAULT_DRAIN),
            "How long running answers may go on after a stop is asked for; `off` ends them at once."),
    ACCESS_MODE(
            "access.mode",
            "`open`",
            "open",
            "Who may call. `open` lets in everybody who reaches the address."),
    ACCESS_BEYOND_LOOPBACK(
            "access.beyond_loopback",
            "`true` or `false`",
            "false",
            "Allows open mode on an address that other machines reach."),
    UPSTREAM_TYPE("upstreams.NAME.type", "`dify`", "", "What the upstream is. Required."),
    UPSTREAM_URL(
            "upstreams.NAME.url",
            "http or https URL",
            "",
            "Its base URL, such as `https://api.dify.ai/v1`. Required."),
    UPSTREAM_KEY("upstreams.NAME.key", "text", "", "The app's own key. Required for `dify`."),
    UPSTREAM_MODEL(
            "upstreams.NAME.model",
            "name",
            "",
            "The model clients ask for; without it, the app's own name."),
    UPSTREAM_MODE(
            "upstreams.NAME.mode",
            "`chat` or `workflow`",
            "",
            "How the app is called; without it, the app is asked."),
    UPSTREAM_RERUN(
            "upstreams.NAME.rerun",
            "`true` or `false`",
            "false",
            "Whether a run that has begun may be begun again after a failure."),
    UPSTREAM_PROXY(
            "upstreams.NAME.proxy",
            "`none`, `env` or http URL",
            "none",
            "Proxy for calls to it. `env` obeys `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`."),
    UPSTREAM_MAX_CONNECTIONS(
            "upstreams.NAME.max_connections",
            "number",
            String.valueOf(CallSettings.DEFAULT_MAX_CONNECTIONS),
            "How many connections to it may be open at once, from 1 to 100000."),
    DEADLINE_CONNECT(
            "upstreams.NAME.deadlines.connect",
            "duration",
            Durations.text(Deadlines.DIFY.connect()),
            "Until the connection, TLS included, stands."),
    DEADLINE_FIRST_EVENT(
            "upstreams.NAME.deadlines.first_event",
            "duration",
            Durations.text(Deadlines.DIFY.firstEvent()),
            "Until the first event that is no ping."),
    DEADLINE_SILENCE(
            "upstreams.NAME.deadlines.silence",
            "duration",
            Durations.text(Deadlines.DIFY.silence()),
            "Without any byte from it."),
    DEADLINE_NO_PROGRESS(
            "upstreams.NAME.deadlines.no_progress",
            "duration",
            Durations.text(Deadlines.DIFY.noProgress()),
            "With nothing but pings."),
    DEADLINE_CLIENT_STALL(
            "upstreams.NAME.deadlines.client_stall",
            "duration",
            Durations.text(Deadlines.DIFY.clientStall()),
            "Without the client taking a byte."),
    DEADLINE_TOTAL(
            "upstreams.NAME.deadlines.total",
            "duration",
            Durations.text(Deadlines.DIFY.total()),
            "For the whole answer."),
    MODEL(
            "models.NAME",
            "name or list of names",
            "",
            "A model that stands for these upstreams, tried in this order.");

    /** The part of a path that stands for a name the user chooses. */
    static final String ANY_NAME = "NAME";

    private final String path;
    private final String type;
    private final String fallback;
    private final String meaning;

    Setting(String path, String type, String fallback, String meaning) {
        this.path = path;
        this.type = type;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /** The keys a section may hold; the path of the whole file is empty. */
    static Set<String> keysUnder(String section) {
        String prefix = section.isEmpty() ? "" : section + ".";
        var keys = new LinkedHashSet<String>();
        Arrays.stream(values())
                .map(Setting::path)
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .forEach(rest -> keys.add(rest.replaceFirst("\\..*", "")));
        return keys;
    }

    String path() {
        return path;
    }

    /** The last part of the path. */
    String key() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    String type() {
        return type;
    }

    /** What counts when the key is left out, spelt as in the file; empty for nothing. */
    String fallback() {
        return fallback;
    }

    String meaning() {
        return meaning;
    }
}
