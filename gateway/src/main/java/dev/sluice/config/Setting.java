package dev.sluice.config;

import dev.sluice.access.IdentityConfig;
import dev.sluice.config.Node.Section;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.http.PoolSettings;
import dev.sluice.http.ServerConfig;
import dev.sluice.records.RecordsConfig;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.CallSettings;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Deadlines;
import java.util.List;
import java.util.stream.Stream;

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
    SERVER_LISTEN(
            "server.listen",
            SettingKind.LIST,
            "list of `host:port`, `http://host:port` or `https://host:port`",
            "",
            "Several addresses, in the place of `host` and `port`. An IPv6 address stands in brackets."),
    TLS_CERTIFICATE(
            "server.tls.certificate",
            "file",
            "",
            "PEM file with the certificate and its chain, for `https` addresses. Without `server.listen` the one address is then `https`."),
    TLS_KEY("server.tls.key", "file", "", "PEM file with the certificate's private key."),
    TRUSTED_PROXIES(
            "server.trusted_proxies",
            SettingKind.LIST,
            "list of addresses or networks",
            "",
            "Proxies such as `10.0.0.0/8` whose `X-Forwarded-For` is believed."),
    SERVER_DRAIN(
            "server.drain",
            "duration",
            Durations.text(ServerConfig.DEFAULT_DRAIN),
            "How long running answers may go on after a stop is asked for; `off` ends them at once."),
    PERMANENT_FAILURES(
            "server.permanent_failures",
            "`own` or `400`",
            "own",
            "Status of failures that must not be repeated: each its own, or 400, which no client repeats, for clients that ignore `x-should-retry`."),
    ACCESS_MODE(
            "access.mode",
            "`keys` or `open`",
            "keys",
            "Who may call: whoever has a key, or everybody who reaches the address."),
    ACCESS_BEYOND_LOOPBACK(
            "access.beyond_loopback",
            "`true` or `false`",
            "false",
            "Allows open mode on an address that other machines reach."),
    ACCESS_KEY(
            "access.keys.NAME",
            SettingKind.SECRET,
            "text",
            "",
            "A key that clients may use as it stands here, beside those made at run time."),
    ACCESS_HOSTS(
            "access.hosts",
            SettingKind.LIST,
            "list of host names",
            "",
            "Names by which browsers may reach the gateway in open mode, beside its own addresses."),
    USER_HEADER(
            "access.identity.user_header",
            "header name or `off`",
            IdentityConfig.DEFAULT.userHeader(),
            "Header that names the user."),
    CHAT_HEADER(
            "access.identity.chat_header",
            "header name or `off`",
            IdentityConfig.DEFAULT.chatHeader(),
            "Header that names the chat."),
    SESSION_HEADER(
            "access.identity.session_header",
            "header name or `off`",
            IdentityConfig.DEFAULT.sessionHeader(),
            "Header that names the chat where nothing else does."),
    CONVERSATION_HEADER(
            "access.identity.conversation_header",
            "header name or `off`",
            IdentityConfig.DEFAULT.conversationHeader(),
            "Header that names the upstream's own conversation."),
    TOKEN_HEADER(
            "access.identity.token_header",
            "header name or `off`",
            IdentityConfig.DEFAULT.tokenHeader(),
            "Header with the signed token that names the user."),
    TOKEN_SECRET(
            "access.identity.token_secret",
            SettingKind.SECRET,
            "text",
            "",
            "What the tokens are signed with, at least 32 bytes. When it is set, nothing but a token names users."),
    TASK_HEADER(
            "access.identity.task_header",
            "header name or `off`",
            IdentityConfig.DEFAULT.turn().task(),
            "Header that says what a front end asks for itself; empty on a user's turn."),
    MESSAGE_HEADER(
            "access.identity.message_header",
            "header name or `off`",
            IdentityConfig.DEFAULT.turn().message(),
            "Header with the front end's id of the answer."),
    PARENT_HEADER(
            "access.identity.parent_header",
            "header name or `off`",
            IdentityConfig.DEFAULT.turn().parent(),
            "Header with the front end's id of the answer before the question."),
    CHAT_FIELD(
            "access.identity.chat_field",
            "member of the body",
            IdentityConfig.DEFAULT.chatField(),
            "Member of the body that names the chat where nothing else does, such as `conversationId` or `metadata.thread`."),
    CORS_ORIGINS(
            "cors.origins",
            SettingKind.LIST,
            "list of origins",
            "",
            "Origins of pages, programs and extensions that may call, such as `https://chat.example.org` or `app://obsidian.md`; `chrome-extension://*` for all of a scheme, `*` for all."),
    DATA_DIR("data.dir", "folder", "data", "The state folder. `SLUICE_DATA` sets it too."),
    DATA_URL(
            "data.url",
            SettingKind.DATABASE,
            "PostgreSQL URL",
            "",
            "Database for several replicas, as `postgresql://user:password@host/name`; without it, SQLite in the state folder."),
    LOG_LEVEL(
            "log.level",
            "`debug`, `info`, `warn` or `error`",
            "info",
            "The least important lines that are written."),
    LOG_FORMAT(
            "log.format",
            "`json`, `text` or `auto`",
            "auto",
            "How a line looks; `auto` is text at a terminal and JSON elsewhere."),
    RECORDS_KEEP(
            "records.keep",
            "number",
            String.valueOf(RecordsConfig.DEFAULT_KEEP),
            "How many of the newest request records are kept, up to 10000000; 0 keeps none."),
    RETENTION(
            "conversations.retention",
            "duration",
            Durations.text(ConversationConfig.DEFAULT.retention()),
            "How long after its last use a conversation is remembered, at least `1h`; `off` is for ever."),
    CHAT_HISTORY(
            "chats.history",
            "`sent` or `not_sent`",
            "sent",
            "Whether clients send what was said before. With `not_sent` a question without history goes on in the newest conversation of its chat."),
    CHATS_BY_HISTORY(
            "chats.by_history",
            "`true` or `false`",
            String.valueOf(ConversationConfig.DEFAULT.byHistory()),
            "Whether a chat that is not named is known by its history."),
    SIDE_REQUESTS(
            "chats.side_requests",
            "model or `refuse`",
            "",
            "The model that answers what a front end asks for itself, for titles and the like, or `refuse`; without it, the model that is asked."),
    SIDE_PATTERNS(
            "chats.side_patterns",
            SettingKind.LIST,
            "list of texts, or `off`",
            "",
            "How messages of such requests begin, with `*` for any text between; without it, the [texts of Open WebUI, LibreChat, NextChat and Chatbox](conversations.md#side-requests)."),
    UPSTREAM_TYPE("upstreams.NAME.type", "`dify`", "", "What the upstream is. Required."),
    UPSTREAM_URL(
            "upstreams.NAME.url",
            "http or https URL",
            "",
            "Its base URL, such as `https://api.dify.ai/v1`. It is asked over HTTP/1.1. Required."),
    UPSTREAM_KEY(
            "upstreams.NAME.key",
            SettingKind.SECRET,
            "text",
            "",
            "The app's own key. Required for `dify`."),
    UPSTREAM_MODEL(
            "upstreams.NAME.model",
            "name",
            "",
            "The model clients ask for; without it, the app's own name."),
    UPSTREAM_MODE(
            "upstreams.NAME.mode",
            "`chat`, `agent-chat`, `advanced-chat`, `completion`, `workflow` or `agent`",
            "",
            "How the app is called; without it, the app is asked."),
    UPSTREAM_MEMORY(
            "upstreams.NAME.memory",
            "`mapped`, `stateless`, `explicit` or `last-turn`",
            Values.spelling(ChatSettings.DEFAULT.memory()),
            "Who remembers what was said in a chat."),
    UPSTREAM_USER(
            "upstreams.NAME.user",
            "text",
            ChatSettings.DEFAULT.user(),
            "What it calls the users, with `{client}` and `{user}` in the place of their names."),
    UPSTREAM_TOOLS(
            "upstreams.NAME.tools",
            "`ignore` or `refuse`",
            Values.spelling(AnswerSettings.DEFAULT.tools()),
            "What becomes of tools that a request brings, since the app calls only its own."),
    UPSTREAM_REPLACED(
            "upstreams.NAME.replaced",
            "`filter` or `fail`",
            Values.spelling(AnswerSettings.DEFAULT.replaced()),
            "How a stream ends whose text the app withdraws: with the finish reason `content_filter`, or as a failure."),
    UPSTREAM_REASONING(
            "upstreams.NAME.reasoning",
            "`field`, `tags` or `none`",
            Values.spelling(AnswerSettings.DEFAULT.reasoning()),
            "Where reasoning is shown: in `reasoning_content`, in the text between `<think>` and `</think>`, or nowhere. A request can choose otherwise."),
    UPSTREAM_EXTENSION(
            "upstreams.NAME.extension",
            "`true` or `false`",
            "true",
            "Whether answers have the member `dify` beside the standard ones."),
    UPSTREAM_ANSWER(
            "upstreams.NAME.answer",
            "text",
            "",
            "The output of a workflow that is its answer, by its name in the End node; without it, what the workflow streams."),
    UPSTREAM_OUTPUTS(
            "upstreams.NAME.outputs",
            "`true` or `false`",
            "false",
            "Gives clients all outputs of a workflow in `dify.outputs`, also without asking for them."),
    UPSTREAM_RERUN(
            "upstreams.NAME.rerun",
            "`true` or `false`",
            "false",
            "Whether a run that has begun may be begun again after a failure. A chat or text generator whose model fails before the first word has not begun."),
    UPSTREAM_PROXY(
            "upstreams.NAME.proxy",
            "`none`, `env` or http URL",
            "none",
            "Proxy for calls to it. `env` obeys `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`."),
    UPSTREAM_MAX_CONNECTIONS(
            "upstreams.NAME.max_connections",
            "number",
            String.valueOf(CallSettings.DEFAULT_MAX_CONNECTIONS),
            "How many connections to its server may be open at once, from 1 to 100000; the upstreams of one server [share them](config.md#connections)."),
    UPSTREAM_KEEP_ALIVE(
            "upstreams.NAME.keep_alive",
            "duration",
            Durations.text(PoolSettings.KEEP_ALIVE),
            "How long a connection to it is kept for the next call, in whole seconds; `off` for not at all. Must be shorter than its server keeps one."),
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
    DEADLINE_QUEUE(
            "upstreams.NAME.deadlines.queue",
            "duration",
            Durations.text(Deadlines.DIFY.queue()),
            "Chatflows and workflows: from the head of the response to the first event that is no ping, while the run waits for a free worker. `silence` does not apply until then."),
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
            SettingKind.LIST,
            "name or list of names",
            "",
            "A model that stands for these upstreams, tried in this order.");

    /** The part of a path that stands for a name the user chooses. */
    static final String ANY_NAME = "NAME";

    /** How a value is written and shown. */
    private final String path;

    private final SettingKind kind;
    private final String type;
    private final String fallback;
    private final String meaning;

    Setting(String path, String type, String fallback, String meaning) {
        this(path, SettingKind.PLAIN, type, fallback, meaning);
    }

    Setting(String path, SettingKind kind, String type, String fallback, String meaning) {
        this.path = path;
        this.kind = kind;
        this.type = type;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    String path() {
        return path;
    }

    /** The parts of the path. */
    List<String> keys() {
        return List.of(path.split("\\.", -1));
    }

    /** The same for every name that this tree has in the place of {@code NAME}. */
    List<List<String>> keysIn(Section root) {
        int name = keys().indexOf(ANY_NAME);
        if (name < 0) {
            return List.of(keys());
        }
        return root.find(keys().subList(0, name)).stream()
                .flatMap(node ->
                        node instanceof Section section
                                ? section.entries().keySet().stream()
                                : Stream.empty())
                .map(this::keysOf)
                .toList();
    }

    /** The parts of the path with this name in the place of {@code NAME}. */
    List<String> keysOf(String name) {
        return keys().stream().map(key -> key.equals(ANY_NAME) ? name : key).toList();
    }

    /** The variable that sets it. */
    String variable() {
        return OwnVariables.nameOf(keys());
    }

    SettingKind kind() {
        return kind;
    }

    /** A value for people to see. */
    String shown(String text) {
        return kind.shown(text);
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
