package dev.sluice.config;

import dev.sluice.access.IdentityConfig;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.http.Listen;
import dev.sluice.http.ProxyChoice;
import dev.sluice.http.ServerConfig;
import dev.sluice.http.Tls;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.CallSettings;
import dev.sluice.registry.Deadlines;
import dev.sluice.registry.UpstreamConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One setting of a valid configuration, with its value spelt as in the file.
 *
 * @param name in the place of {@code NAME}, or empty
 */
record Settled(Setting setting, String name, String text) {
    Settled {
        Objects.requireNonNull(setting);
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
    }

    List<String> keys() {
        return setting.keysOf(name);
    }

    String path() {
        return String.join(".", keys());
    }

    String shown() {
        return setting.shown(text);
    }

    /** Without the text, which may be a key. */
    @Override
    public String toString() {
        return path();
    }

    /** All of them, except those that {@code server.listen} stands for. */
    static List<Settled> of(SluiceConfig config) {
        var all = new ArrayList<Settled>();
        all.addAll(server(config.server()));
        all.addAll(access(config));
        all.add(of(Setting.DATA_DIR, config.keeping().store().folder()));
        all.add(of(Setting.DATA_URL, config.keeping().store().url()));
        all.add(of(Setting.LOG_LEVEL, Values.spelling(config.log().level())));
        all.add(of(Setting.LOG_FORMAT, Values.spelling(config.log().format())));
        all.add(of(Setting.RECORDS_KEEP, Integer.toString(config.keeping().records().keep())));
        all.addAll(conversations(config.keeping().conversations()));
        config.upstreams().forEach(upstream -> all.addAll(upstream(upstream)));
        config.models()
                .chains()
                .forEach((name, chain) -> all.add(new Settled(Setting.MODEL, name, list(chain))));
        return List.copyOf(all);
    }

    private static List<Settled> server(ServerConfig server) {
        return List.of(
                of(
                        Setting.SERVER_LISTEN,
                        list(server.listen().stream().map(Listen::toString).toList())),
                of(Setting.TLS_CERTIFICATE, tls(server.tls(), Setting.TLS_CERTIFICATE)),
                of(Setting.TLS_KEY, tls(server.tls(), Setting.TLS_KEY)),
                of(Setting.TRUSTED_PROXIES, list(server.trustedProxies())),
                of(Setting.SERVER_DRAIN, Durations.text(server.drain())),
                of(Setting.PERMANENT_FAILURES, server.badRequests() ? "400" : "own"));
    }

    private static String tls(Tls tls, Setting which) {
        return switch (tls) {
            case Tls.None _ -> "";
            case Tls.Files(var certificate, var key) ->
                    (which == Setting.TLS_KEY ? key : certificate).toString();
        };
    }

    private static List<Settled> access(SluiceConfig config) {
        var access = config.access();
        var all = new ArrayList<Settled>();
        all.add(of(Setting.ACCESS_MODE, Values.spelling(access.mode())));
        all.add(of(Setting.ACCESS_BEYOND_LOOPBACK, Boolean.toString(access.beyondLoopback())));
        access.keys()
                .forEach(key -> all.add(new Settled(Setting.ACCESS_KEY, key.name(), key.key())));
        all.add(of(Setting.ACCESS_HOSTS, list(access.hosts())));
        all.addAll(identity(access.identity()));
        all.add(of(Setting.CORS_ORIGINS, list(access.origins())));
        return all;
    }

    private static List<Settled> identity(IdentityConfig identity) {
        return List.of(
                of(Setting.USER_HEADER, orOff(identity.userHeader())),
                of(Setting.CHAT_HEADER, orOff(identity.chatHeader())),
                of(Setting.SESSION_HEADER, orOff(identity.sessionHeader())),
                of(Setting.CONVERSATION_HEADER, orOff(identity.conversationHeader())),
                of(Setting.TOKEN_HEADER, orOff(identity.tokenHeader())),
                of(Setting.TOKEN_SECRET, identity.tokenSecret()),
                of(Setting.TASK_HEADER, orOff(identity.turn().task())),
                of(Setting.MESSAGE_HEADER, orOff(identity.turn().message())),
                of(Setting.PARENT_HEADER, orOff(identity.turn().parent())),
                of(Setting.CHAT_FIELD, identity.chatField()));
    }

    private static List<Settled> conversations(ConversationConfig conversations) {
        return List.of(
                of(Setting.RETENTION, Durations.text(conversations.retention())),
                of(
                        Setting.CHAT_HISTORY,
                        conversations.historySent()
                                ? ConversationsBinder.SENT
                                : ConversationsBinder.NOT_SENT),
                of(Setting.CHATS_BY_HISTORY, Boolean.toString(conversations.byHistory())),
                of(Setting.SIDE_REQUESTS, conversations.side().target()),
                of(Setting.SIDE_PATTERNS, orOff(list(conversations.side().patterns()))));
    }

    private static List<Settled> upstream(UpstreamConfig upstream) {
        var all = new ArrayList<Settled>();
        all.addAll(app(upstream));
        all.addAll(answers(upstream.name(), upstream.chats().answers()));
        all.addAll(calls(upstream.name(), upstream.settings()));
        return all;
    }

    private static List<Settled> app(UpstreamConfig upstream) {
        String name = upstream.name();
        return List.of(
                new Settled(Setting.UPSTREAM_TYPE, name, upstream.type()),
                new Settled(Setting.UPSTREAM_URL, name, upstream.url().toString()),
                new Settled(Setting.UPSTREAM_KEY, name, upstream.key()),
                new Settled(Setting.UPSTREAM_MODEL, name, upstream.model()),
                new Settled(Setting.UPSTREAM_MODE, name, upstream.mode()),
                new Settled(
                        Setting.UPSTREAM_MEMORY, name, Values.spelling(upstream.chats().memory())),
                new Settled(Setting.UPSTREAM_USER, name, upstream.chats().user()));
    }

    private static List<Settled> answers(String name, AnswerSettings answers) {
        return List.of(
                new Settled(Setting.UPSTREAM_TOOLS, name, Values.spelling(answers.tools())),
                new Settled(Setting.UPSTREAM_REPLACED, name, Values.spelling(answers.replaced())),
                new Settled(Setting.UPSTREAM_REASONING, name, Values.spelling(answers.reasoning())),
                new Settled(
                        Setting.UPSTREAM_EXTENSION, name, Boolean.toString(answers.extension())),
                new Settled(Setting.UPSTREAM_ANSWER, name, answers.output()),
                new Settled(Setting.UPSTREAM_OUTPUTS, name, Boolean.toString(answers.outputs())));
    }

    private static List<Settled> calls(String name, CallSettings settings) {
        Deadlines deadlines = settings.deadlines();
        return List.of(
                new Settled(Setting.UPSTREAM_RERUN, name, Boolean.toString(settings.rerun())),
                new Settled(Setting.UPSTREAM_PROXY, name, proxy(settings.proxy())),
                new Settled(
                        Setting.UPSTREAM_MAX_CONNECTIONS,
                        name,
                        Integer.toString(settings.maxConnections())),
                new Settled(
                        Setting.UPSTREAM_KEEP_ALIVE, name, Durations.text(settings.keepAlive())),
                new Settled(Setting.DEADLINE_CONNECT, name, Durations.text(deadlines.connect())),
                new Settled(
                        Setting.DEADLINE_FIRST_EVENT, name, Durations.text(deadlines.firstEvent())),
                new Settled(Setting.DEADLINE_QUEUE, name, Durations.text(deadlines.queue())),
                new Settled(Setting.DEADLINE_SILENCE, name, Durations.text(deadlines.silence())),
                new Settled(
                        Setting.DEADLINE_NO_PROGRESS, name, Durations.text(deadlines.noProgress())),
                new Settled(
                        Setting.DEADLINE_CLIENT_STALL,
                        name,
                        Durations.text(deadlines.clientStall())),
                new Settled(Setting.DEADLINE_TOTAL, name, Durations.text(deadlines.total())));
    }

    private static String proxy(ProxyChoice proxy) {
        return switch (proxy) {
            case ProxyChoice.Direct _ -> "none";
            case ProxyChoice.Environment _ -> "env";
            case ProxyChoice.Through(var url) -> url.toString();
        };
    }

    private static Settled of(Setting setting, String text) {
        return new Settled(setting, "", text);
    }

    private static String list(List<String> items) {
        return String.join(", ", items);
    }

    private static String orOff(String text) {
        return text.isEmpty() ? Value.OFF : text;
    }
}
