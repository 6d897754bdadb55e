package dev.sluice.protocol;

/**
 * Every way in which a request can fail, each with a name that stays. A client dialect turns {@link
 * Kind} into its own statuses; the name reaches the client beside it.
 */
public enum FailureCode {
    REQUEST_JSON(Kind.INVALID),
    REQUEST_FIELD(Kind.INVALID),
    REQUEST_UNSUPPORTED(Kind.INVALID),
    REQUEST_PATH(Kind.INVALID),
    REQUEST_FILE_URL(Kind.INVALID),
    REQUEST_MALFORMED(Kind.INVALID),
    REQUEST_LINE_TOO_LONG(Kind.LINE_TOO_LONG),
    REQUEST_HEADERS_TOO_LARGE(Kind.HEADERS_TOO_LARGE),
    REQUEST_TOO_LARGE(Kind.TOO_LARGE),
    REQUEST_ENCODING(Kind.ENCODING),
    REQUEST_BODY_LATE(Kind.REQUEST_LATE),
    KEY_MISSING(Kind.UNAUTHENTICATED),
    KEY_INVALID(Kind.UNAUTHENTICATED),
    KEY_ATTEMPTS(Kind.BUSY),
    KEY_REVOKED(Kind.UNAUTHENTICATED),
    KEYS_UNREADABLE(Kind.STATE),
    IDENTITY_INVALID(Kind.UNAUTHENTICATED),
    STATE_AWAY(Kind.STATE),
    CHAT_BUSY(Kind.BUSY),
    SIDE_REQUEST_REFUSED(Kind.INVALID),
    CONVERSATION_UNKNOWN(Kind.CONVERSATION),
    PERMISSION_DENIED(Kind.FORBIDDEN),
    ORIGIN_REFUSED(Kind.FORBIDDEN),
    HOST_REFUSED(Kind.FORBIDDEN),
    MODEL_UNKNOWN(Kind.MODEL_UNKNOWN),
    MODEL_NOT_READY(Kind.UNREACHABLE),
    ROUTE_UNKNOWN(Kind.ROUTE_UNKNOWN),
    METHOD_WRONG(Kind.METHOD_WRONG),
    GATE_OVERLOADED(Kind.OVERLOADED),
    GATE_DRAINING(Kind.OVERLOADED),
    UPSTREAM_QUEUE_FULL(Kind.OVERLOADED),
    UPSTREAM_CONNECT_REFUSED(Kind.UNREACHABLE),
    UPSTREAM_CONNECT_TIMEOUT(Kind.UNREACHABLE),
    UPSTREAM_DNS(Kind.UNREACHABLE),
    UPSTREAM_TLS(Kind.UNREACHABLE),
    UPSTREAM_RESET(Kind.UPSTREAM),
    UPSTREAM_BUSY(Kind.BUSY),
    UPSTREAM_UNAVAILABLE(Kind.UPSTREAM),
    UPSTREAM_FOREIGN_ANSWER(Kind.UPSTREAM),
    UPSTREAM_ERROR(Kind.UPSTREAM),
    UPSTREAM_FIRST_EVENT(Kind.LATE),
    UPSTREAM_QUEUED(Kind.LATE, true),
    UPSTREAM_SILENT(Kind.LATE),
    UPSTREAM_NO_PROGRESS(Kind.LATE),
    UPSTREAM_TOTAL(Kind.LATE),
    STREAM_TRUNCATED(Kind.UPSTREAM),
    STREAM_GARBLED(Kind.UPSTREAM, true),
    STREAM_EVENT_TOO_LARGE(Kind.UPSTREAM, true),
    RUN_FAILED(Kind.UPSTREAM),
    RUN_STOPPED(Kind.UPSTREAM),
    ANSWER_WITHDRAWN(Kind.WITHDRAWN),
    DIFY_KEY_INVALID(Kind.UPSTREAM, true),
    DIFY_APP_FORBIDDEN(Kind.UPSTREAM, true),
    DIFY_APP_MODE(Kind.UPSTREAM, true),
    DIFY_APP_UNAVAILABLE(Kind.UPSTREAM, true),
    DIFY_MODEL_FAILED(Kind.UPSTREAM),
    DIFY_QUOTA(Kind.QUOTA),
    DIFY_PLAN(Kind.QUOTA),
    DIFY_WORKFLOW_VERSION(Kind.UPSTREAM, true),
    DIFY_INPUT(Kind.INVALID),
    DIFY_FILE(Kind.INVALID),
    DIFY_FORM(Kind.INVALID),
    DIFY_CONVERSATION_GONE(Kind.CONVERSATION),
    DIFY_CONVERSATION_ENDED(Kind.CONVERSATION),
    CLIENT_TIMEOUT(Kind.LATE, true),
    CLIENT_STALLED(Kind.CLIENT_GONE),
    CLIENT_GONE(Kind.CLIENT_GONE),
    INTERNAL(Kind.BUG);

    /** What a failure means for the client, as far as statuses can say it. */
    public enum Kind {
        INVALID,
        TOO_LARGE,
        LINE_TOO_LONG,
        HEADERS_TOO_LARGE,
        ENCODING,
        REQUEST_LATE,
        UNAUTHENTICATED,
        FORBIDDEN,
        STATE,
        MODEL_UNKNOWN,
        ROUTE_UNKNOWN,
        METHOD_WRONG,
        /** The conversation that was named cannot go on; another one can begin. */
        CONVERSATION,
        BUSY,
        /** What somebody pays for is used up; waiting does not help. */
        QUOTA,
        OVERLOADED,
        UNREACHABLE,
        UPSTREAM,
        /** The upstream took back what it had said. */
        WITHDRAWN,
        LATE,
        CLIENT_GONE,
        BUG
    }

    private final Kind kind;
    private final boolean permanent;

    FailureCode(Kind kind) {
        this(kind, isPermanent(kind));
    }

    FailureCode(Kind kind, boolean permanent) {
        this.kind = kind;
        this.permanent = permanent;
    }

    private static boolean isPermanent(Kind kind) {
        return switch (kind) {
            case INVALID,
                    TOO_LARGE,
                    LINE_TOO_LONG,
                    HEADERS_TOO_LARGE,
                    ENCODING,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    MODEL_UNKNOWN,
                    ROUTE_UNKNOWN,
                    METHOD_WRONG,
                    CONVERSATION,
                    QUOTA,
                    WITHDRAWN,
                    CLIENT_GONE ->
                    true;
            case REQUEST_LATE, STATE, BUSY, OVERLOADED, UNREACHABLE, UPSTREAM, LATE, BUG -> false;
        };
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same request can only fail in the same way, until somebody mends something. */
    public boolean isPermanent() {
        return permanent;
    }

    /** The name as it is printed: {@code UPSTREAM-CONNECT-REFUSED}. */
    public String id() {
        return name().replace('_', '-');
    }
}
