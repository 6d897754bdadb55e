package dev.sluice.chat;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatOptions;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ToolUse;
import dev.sluice.records.RecordedExchange;
import dev.sluice.registry.AnswerSettings.Tools;
import dev.sluice.registry.Upstream;
import java.util.List;

/**
 * What a request wants of its answer and no upstream of these can do. It is decided before any is
 * asked, so that what becomes of a request does not depend on which of them is up.
 */
final class UnservedOptions {
    private static final String TOOLS = "TOOLS-IGNORED";
    private static final String PARAMETERS = "PARAMETER-IGNORED";
    private static final String PART = "-IGNORED";

    private UnservedOptions() {}

    /**
     * Those of the upstreams that answer such a request; the client is warned of what they ignore.
     *
     * @throws ChatFailedException when there is none
     */
    static List<Upstream> among(
            List<Upstream> upstreams, ChatOptions options, RecordedExchange recorded) {
        List<Upstream> taking = takingTools(upstreams, options.tools());
        if (options.tools().choice() != ToolUse.Choice.NONE) {
            recorded.warn(TOOLS);
        }
        options.omitted().forEach(kind -> recorded.warn(kind.name() + PART));
        if (!options.parameters().isEmpty()) {
            recorded.warn(PARAMETERS, options.parameters());
        }
        return taking;
    }

    /** None can call tools that a client brings. */
    private static List<Upstream> takingTools(List<Upstream> upstreams, ToolUse tools) {
        return switch (tools.choice()) {
            case NONE -> upstreams;
            case AUTO -> {
                List<Upstream> ignoring =
                        upstreams.stream().filter(UnservedOptions::ignoresTools).toList();
                if (ignoring.isEmpty()) {
                    throw refused(tools, "Tools are given", "Leave " + tools.field() + " out");
                }
                yield ignoring;
            }
            case REQUIRED ->
                    throw refused(
                            tools,
                            "A tool has to be called",
                            "Leave " + tools.field() + " out, or send auto or none");
        };
    }

    private static boolean ignoresTools(Upstream upstream) {
        return upstream.config().chats().answers().tools() == Tools.IGNORE;
    }

    private static ChatFailedException refused(ToolUse tools, String cause, String fix) {
        return new ChatFailedException(
                ChatFailure.of(
                                FailureCode.REQUEST_UNSUPPORTED,
                                ChatFailure.CLIENT,
                                cause + ", which this model does not serve.",
                                fix + "; the app behind it has tools of its own.")
                        .at(tools.field()));
    }
}
