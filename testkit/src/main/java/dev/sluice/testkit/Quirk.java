package dev.sluice.testkit;

/** Lasting properties of an app in which Dify servers differ. */
public enum Quirk {
    /** Servers before 1.4.0 do not tell the mode in {@code /info}. */
    INFO_WITHOUT_MODE,
    /** {@code message_end} tells no usage: null for a new server, no key for an old one. */
    NO_USAGE,
    /** The outputs of a failed or stopped workflow are null, not {}. */
    NULL_OUTPUTS,
    /** A stopped workflow finishes its running node first. */
    STOP_FINISHES_NODE,
    /** A conversation that is not known is silently replaced by a new one. */
    UNKNOWN_CONVERSATION_IS_NEW,
    /** A run in a conversation that is not known shows pings only. */
    UNKNOWN_CONVERSATION_HANGS,
    /** A conversation that is not known counts as ended: 400 {@code conversation_completed}. */
    UNKNOWN_CONVERSATION_IS_COMPLETED,
    APP_DELETED,
    APP_ABNORMAL,
    API_DISABLED,
    WORKSPACE_ARCHIVED,
    WORKSPACE_GONE
}
