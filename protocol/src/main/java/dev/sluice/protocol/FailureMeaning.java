package dev.sluice.protocol;

import static java.util.Map.entry;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a failure's code says to people who have not seen the failure itself.
 *
 * @param cause when it happens
 * @param remedy what to do about it; {@code NAME} stands for the upstream's name
 */
public record FailureMeaning(String cause, String remedy) {
    private static final Map<FailureCode, FailureMeaning> ALL =
            new EnumMap<>(
                    Map.ofEntries(
                            of(
                                    FailureCode.REQUEST_JSON,
                                    "The body is not one JSON object in UTF-8, repeats a member, or has a number that is out of all range.",
                                    "Send one JSON object in which no member appears twice, and nothing after it."),
                            of(
                                    FailureCode.REQUEST_FIELD,
                                    "A field is missing, has the wrong type, or is unknown to `dify`; `param` names it.",
                                    "Correct that field."),
                            of(
                                    FailureCode.REQUEST_UNSUPPORTED,
                                    "The request asks for something Sluice does not serve: more than one answer, a tool that has to be called, audio, a part of the last message that is not text, or another API.",
                                    "Leave it out; files go by reference into `dify.files`."),
                            of(
                                    FailureCode.REQUEST_PATH,
                                    "The path holds dot segments, a backslash, a semicolon or a broken escape.",
                                    "Send the path as `sluice routes` spells it."),
                            of(
                                    FailureCode.REQUEST_FILE_URL,
                                    "A file's URL is no public http or https URL; `param` names it.",
                                    "Put the file where everybody can read it, or upload it to Dify and give its `upload_file_id`."),
                            of(
                                    FailureCode.REQUEST_MALFORMED,
                                    "What came is not a request that HTTP/1.1 allows.",
                                    "Send it with an HTTP library; a proxy between must not rewrite it."),
                            of(
                                    FailureCode.REQUEST_LINE_TOO_LONG,
                                    "The first line is longer than 16 KiB.",
                                    "Send what the path carries in the body."),
                            of(
                                    FailureCode.REQUEST_HEADERS_TOO_LARGE,
                                    "The headers are larger than 32 KiB.",
                                    "Send fewer or shorter headers."),
                            of(
                                    FailureCode.REQUEST_TOO_LARGE,
                                    "The body is larger than the route or the upstream takes, has more than a million values, unpacks to more than 100 times its size, or takes more memory than this heap has for one caller.",
                                    "Send less; the message names the limit, the setting of the proxy before Dify, or the heap to raise, as in `SLUICE_JAVA_OPTS=-Xmx2g`."),
                            of(
                                    FailureCode.REQUEST_ENCODING,
                                    "The `Content-Encoding` is neither `identity` nor `gzip`, or the gzip is broken or has more than one member.",
                                    "Send the body as it is."),
                            of(
                                    FailureCode.REQUEST_BODY_LATE,
                                    "The body did not arrive within 120 s.",
                                    "Send it faster, or send less."),
                            of(
                                    FailureCode.KEY_MISSING,
                                    "The request has no key, and the gateway asks for one.",
                                    "Send `Authorization: Bearer KEY`; `sluice keys create NAME` makes one ([access](access.md))."),
                            of(
                                    FailureCode.KEY_INVALID,
                                    "The key is not one of this gateway's.",
                                    "Check that it was copied whole, and that the key is Sluice's and not the upstream's."),
                            of(
                                    FailureCode.KEY_ATTEMPTS,
                                    "More than 60 wrong keys came from the client's address within a minute.",
                                    "Correct the key, and wait as `Retry-After` says; a right key is served all the time."),
                            of(
                                    FailureCode.KEY_REVOKED,
                                    "The key was good once and was revoked.",
                                    "Use another; `sluice keys create NAME` makes one."),
                            of(
                                    FailureCode.KEYS_UNREADABLE,
                                    "The database has been away for more than an hour, so nobody knows whether the key still counts.",
                                    "Bring the database back; `/readyz` tells since when it is away."),
                            of(
                                    FailureCode.IDENTITY_INVALID,
                                    "The signed token that names the user is not signed with `access.identity.token_secret`, is not Open WebUI's, or is too old.",
                                    "Give Open WebUI and Sluice the same secret, and both machines the right time."),
                            of(
                                    FailureCode.STATE_AWAY,
                                    "The database cannot be read or written right now.",
                                    "Bring the database back, or free its disk; `/readyz` tells when it is there."),
                            of(
                                    FailureCode.SIDE_REQUEST_REFUSED,
                                    "A front end asks for itself, for a title, for tags or the like, and `chats.side_requests` is `refuse`.",
                                    "Switch these requests off in the front end, or set `chats.side_requests` to a model."),
                            of(
                                    FailureCode.CHAT_BUSY,
                                    "Eight requests of this chat wait already for the one that is being answered, or this one waited too long.",
                                    "Wait for the answers of this chat before asking again."),
                            of(
                                    FailureCode.CONVERSATION_UNKNOWN,
                                    "There is no mapping of that id.",
                                    "`GET /v1/conversation/recent` lists the ids there are."),
                            of(
                                    FailureCode.PERMISSION_DENIED,
                                    "The key does not carry the permission of the route.",
                                    "Use a key that does; the message names the command that makes one."),
                            of(
                                    FailureCode.ORIGIN_REFUSED,
                                    "A web page of another origin sent the request.",
                                    "Add the page's origin to `cors.origins`, if it is yours."),
                            of(
                                    FailureCode.HOST_REFUSED,
                                    "In open mode, the request came under a host name that is not the gateway's.",
                                    "Add the name to `access.hosts`, if it is yours."),
                            of(
                                    FailureCode.MODEL_UNKNOWN,
                                    "No upstream answers for the model.",
                                    "Name one of those that `GET /v1/models` lists."),
                            of(
                                    FailureCode.MODEL_NOT_READY,
                                    "No known model has the name, and there are upstreams whose app could not be read yet: the name may be theirs.",
                                    "Send the request again after `Retry-After`; without it, the upstreams that `/readyz` lists refuse to say what they are, and an operator must repair them."),
                            of(
                                    FailureCode.ROUTE_UNKNOWN,
                                    "There is no such path, or it is not served yet.",
                                    "`sluice routes` lists the paths; OpenAI clients need a base URL that ends in `/v1`. The message on a planned path says what to use."),
                            of(
                                    FailureCode.METHOD_WRONG,
                                    "The path does not take this method.",
                                    "Use one of those the message names."),
                            of(
                                    FailureCode.GATE_OVERLOADED,
                                    "The requests being answered hold all the memory that is set aside for this caller, or too many of its large bodies wait to be read, or too many hosts of files are being looked up.",
                                    "Try again in a moment, or give a larger heap, as in `SLUICE_JAVA_OPTS=-Xmx2g`."),
                            of(
                                    FailureCode.GATE_DRAINING,
                                    "The gateway is shutting down, and the answer did not end within `server.drain`.",
                                    "Send the request again."),
                            of(
                                    FailureCode.UPSTREAM_QUEUE_FULL,
                                    "All connections to the upstream's server are in use, and as many requests wait for one.",
                                    "Try again in a moment, or raise `upstreams.NAME.max_connections`."),
                            of(
                                    FailureCode.UPSTREAM_CONNECT_REFUSED,
                                    "Nothing listens at the upstream's address.",
                                    "Start it, or correct `upstreams.NAME.url`."),
                            of(
                                    FailureCode.UPSTREAM_CONNECT_TIMEOUT,
                                    "The connection did not stand within `deadlines.connect`.",
                                    "Look for a firewall or a wrong address."),
                            of(
                                    FailureCode.UPSTREAM_DNS,
                                    "The host name of the upstream has no address.",
                                    "Check the host in `upstreams.NAME.url`."),
                            of(
                                    FailureCode.UPSTREAM_TLS,
                                    "The TLS handshake failed.",
                                    "Check the certificate, or whether the URL needs `http`."),
                            of(
                                    FailureCode.UPSTREAM_RESET,
                                    "The connection ended before an answer began.",
                                    "Look into the log of the upstream, or of the proxy before it."),
                            of(
                                    FailureCode.UPSTREAM_BUSY,
                                    "The upstream runs as many requests as it may, or a proxy before it or the model provider behind it counts them.",
                                    "Wait as long as `Retry-After` says, or raise the limit that the message names."),
                            of(
                                    FailureCode.UPSTREAM_UNAVAILABLE,
                                    "The upstream, or the proxy before it, answered 502, 503, 504 or 520 to 524.",
                                    "Check that Dify's api container runs and that its proxy reaches it."),
                            of(
                                    FailureCode.UPSTREAM_FOREIGN_ANSWER,
                                    "The answer is no stream of Dify's events: a redirect, a web or login page, another program's JSON, a path that is not there, a stream that a proxy packed, or more than 1 MiB where an app describes itself.",
                                    "Do what the message says; mostly `upstreams.NAME.url` is not where Dify's API begins, usually with `/v1`."),
                            of(
                                    FailureCode.UPSTREAM_ERROR,
                                    "The upstream answered with an error that has no code of its own here.",
                                    "Look into the logs of Dify's api container."),
                            of(
                                    FailureCode.UPSTREAM_FIRST_EVENT,
                                    "No event within `deadlines.first_event`, or no answer to `/info` and `/parameters`.",
                                    "The app or its model hangs; raise `deadlines.first_event` if it needs longer."),
                            of(
                                    FailureCode.UPSTREAM_QUEUED,
                                    "A chatflow or workflow was accepted and did not begin within `deadlines.queue`: it waits for a free worker. The run will still begin.",
                                    "Send fewer runs at once, or raise `CELERY_WORKER_AMOUNT` and `SERVER_WORKER_CONNECTIONS` of Dify."),
                            of(
                                    FailureCode.UPSTREAM_SILENT,
                                    "No byte for as long as `deadlines.silence`.",
                                    "A proxy before Dify holds its pings back, which come every 10 s: in nginx, `proxy_buffering off; proxy_http_version 1.1;`. Without a proxy, raise `deadlines.silence`."),
                            of(
                                    FailureCode.UPSTREAM_NO_PROGRESS,
                                    "Only pings for as long as `deadlines.no_progress`.",
                                    "Look into the app and its model; raise `deadlines.no_progress` if they need longer."),
                            of(
                                    FailureCode.UPSTREAM_TOTAL,
                                    "The answer took longer than `deadlines.total`.",
                                    "Look into the app and its model; raise `deadlines.total` if they need longer."),
                            of(
                                    FailureCode.STREAM_TRUNCATED,
                                    "The stream ended before its last event.",
                                    "Ask again; if it happens often, look for restarts of Dify and for proxies that cut long answers."),
                            of(
                                    FailureCode.STREAM_GARBLED,
                                    "An event is not a JSON object.",
                                    "Look for a proxy that changes answers."),
                            of(
                                    FailureCode.STREAM_EVENT_TOO_LARGE,
                                    "An event is larger than 16 MiB.",
                                    "Let the app pass large documents between its steps as files."),
                            of(
                                    FailureCode.RUN_FAILED,
                                    "The run had begun and ended with a failure, of a step or of a tool.",
                                    "Open the run in the logs of the Dify app."),
                            of(
                                    FailureCode.RUN_STOPPED,
                                    "Somebody stopped the run, or Dify's time limit did.",
                                    "Ask again, or raise `APP_MAX_EXECUTION_TIME` in Dify."),
                            of(
                                    FailureCode.ANSWER_WITHDRAWN,
                                    "The upstream withdrew the answer after text of it had been sent, and `upstreams.NAME.replaced` is `fail`.",
                                    "Do not show what was sent; ask differently, or look into the moderation of the app."),
                            of(
                                    FailureCode.DIFY_KEY_INVALID,
                                    "Dify does not accept the key.",
                                    "Set `upstreams.NAME.key` to the app's key, which begins with `app-`."),
                            of(
                                    FailureCode.DIFY_APP_FORBIDDEN,
                                    "Dify refuses to run the app.",
                                    "Switch the app's API service on; neither it nor its workspace may be archived. If the app was deleted, set the key of another."),
                            of(
                                    FailureCode.DIFY_APP_MODE,
                                    "The app's mode is unknown, not served, or not the one configured.",
                                    "Leave `upstreams.NAME.mode` out unless Dify is older than 1.4; then set it to the app's own ([modes](dify.md#modes))."),
                            of(
                                    FailureCode.DIFY_APP_UNAVAILABLE,
                                    "The app cannot run as it is: its model settings are incomplete, its model has no credentials, it is not published, or what it needs is switched off.",
                                    "Complete its settings in Dify and publish it."),
                            of(
                                    FailureCode.DIFY_MODEL_FAILED,
                                    "The model behind the app failed, or its provider refuses Dify's key.",
                                    "Test it in Dify under Settings, Model Provider."),
                            of(
                                    FailureCode.DIFY_QUOTA,
                                    "The quota of the model's provider is used up.",
                                    "Raise the quota in Dify under Settings, Model Provider; asking again does not help."),
                            of(
                                    FailureCode.DIFY_PLAN,
                                    "What the plan of Dify's workspace allows is used up.",
                                    "Renew or raise the plan in Dify under Settings, Billing; asking again does not help."),
                            of(
                                    FailureCode.DIFY_WORKFLOW_VERSION,
                                    "Dify does not run the version of the workflow that was asked for.",
                                    "Name a published version, or none; naming one is not in every plan."),
                            of(
                                    FailureCode.DIFY_INPUT,
                                    "The app does not accept the values it was given; `param` names the field, where Dify does.",
                                    "Give the fields of the app's form in `dify.inputs`."),
                            of(
                                    FailureCode.DIFY_FILE,
                                    "The app does not accept a file: its type, its size, its number or its address.",
                                    "Check `dify.files` against what the app allows; an upload belongs to one user and one app."),
                            of(
                                    FailureCode.DIFY_FORM,
                                    "The form that a run waits for was sent before, has expired, or lacks an input.",
                                    "Fill in every input that `dify.paused` names, in time and once."),
                            of(
                                    FailureCode.DIFY_CONVERSATION_GONE,
                                    "The app has no such conversation for this user, or has it no more.",
                                    "Leave `conversation_id` out to begin a new one."),
                            of(
                                    FailureCode.DIFY_CONVERSATION_ENDED,
                                    "The conversation was closed in Dify and takes no more messages.",
                                    "The same."),
                            of(
                                    FailureCode.CLIENT_TIMEOUT,
                                    "The client announced how long it waits for an answer in one piece, and a second before that the answer was not there. The run was stopped.",
                                    "Ask with `stream: true`, or raise the client's timeout."),
                            of(
                                    FailureCode.CLIENT_STALLED,
                                    "The client took no byte for `deadlines.client_stall`.",
                                    "Read the answer, or raise the deadline."),
                            of(
                                    FailureCode.CLIENT_GONE,
                                    "The client closed the connection before its answer was whole.",
                                    "Nothing; the upstream's run was stopped."),
                            of(
                                    FailureCode.INTERNAL,
                                    "A bug in Sluice.",
                                    "Report it with the request id.")));

    public FailureMeaning {
        Objects.requireNonNull(cause);
        Objects.requireNonNull(remedy);
    }

    /** Every code has one. */
    public static FailureMeaning of(FailureCode code) {
        return Objects.requireNonNull(ALL.get(code), code.id());
    }

    private static Map.Entry<FailureCode, FailureMeaning> of(
            FailureCode code, String cause, String remedy) {
        return entry(code, new FailureMeaning(cause, remedy));
    }
}
