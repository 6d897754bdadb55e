package dev.sluice.testkit;

/** Lasting properties of an app in which Dify servers differ, or of which nothing sure is known. */
public enum Quirk {
    /** A chat, agent or completion sends its head with its first event, as from 1.16 on here. */
    LATE_HEAD,
    /** Servers before 1.4.0 do not tell the mode in {@code /info}. */
    INFO_WITHOUT_MODE,
    /** {@code message_end} tells no usage: null for a new server, no key for an old one. */
    NO_USAGE,
    /** A chatflow's {@code message_end} is lost, as is still reported of 1.13.3. */
    NO_MESSAGE_END,
    /** A chatflow's {@code workflow_finished} is lost, as is still reported of 1.13.3. */
    NO_WORKFLOW_FINISHED,
    /** The outputs of a failed or stopped workflow are null, not {}. */
    NULL_OUTPUTS,
    /** A stopped workflow finishes its running node first. */
    STOP_FINISHES_NODE,
    /** From 1.13 on a stopped chatflow still sends its {@code message_end}. */
    STOP_KEEPS_MESSAGE_END,
    /** From 1.13 on a failed chatflow still sends its {@code error}, as the documents say. */
    FAILURE_KEEPS_ERROR,
    /** From 1.13 on speech still comes after the end of a canvas run, as the documents say. */
    END_KEEPS_SPEECH,
    /** From 1.8 to 1.10 a missing field is told as "is a required property", the user included. */
    MISSING_AS_REQUIRED_PROPERTY,
    /** A conversation that is not known is silently replaced by a new one. */
    UNKNOWN_CONVERSATION_IS_NEW,
    /** A run in a conversation that is not known shows pings only. */
    UNKNOWN_CONVERSATION_HANGS,
    /** A conversation that is not known counts as ended: 400 {@code conversation_completed}. */
    UNKNOWN_CONVERSATION_IS_COMPLETED,
    /** Not published, or with a broken model: what that looks like depends on the mode. */
    UNPUBLISHED,
    APP_DELETED,
    APP_ABNORMAL,
    API_DISABLED,
    WORKSPACE_ARCHIVED,
    WORKSPACE_GONE,
    /** The app has no site. */
    NO_SITE
}
