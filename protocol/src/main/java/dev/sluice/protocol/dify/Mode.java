package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of apps, and where each is asked. */
enum Mode {
    CHAT("chat", Paths.CHAT, Paths.CHAT),
    AGENT_CHAT("agent-chat", Paths.CHAT, Paths.CHAT),
    CHATFLOW("advanced-chat", Paths.CHAT, Paths.CHAT),
    AGENT("agent", Paths.CHAT, Paths.CHAT),
    COMPLETION("completion", "/completion-messages", "/completion-messages"),
    WORKFLOW("workflow", "/workflows/run", "/workflows/tasks");

    private final String wireName;
    private final String runPath;
    private final String tasksPath;

    Mode(String wireName, String runPath, String tasksPath) {
        this.wireName = wireName;
        this.runPath = runPath;
        this.tasksPath = tasksPath;
    }

    static Optional<Mode> of(String wireName) {
        return Arrays.stream(values()).filter(mode -> mode.wireName.equals(wireName)).findFirst();
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(Mode::wireName).toList();
    }

    String wireName() {
        return wireName;
    }

    String runPath() {
        return runPath;
    }

    String stopPath(String task) {
        return tasksPath + "/" + URLEncoder.encode(task, UTF_8) + "/stop";
    }

    /** Whether Dify itself remembers what was said; the other modes answer once. */
    boolean hasConversations() {
        return runPath.equals(Paths.CHAT);
    }

    /** Whether the app is drawn as nodes, which may have worked before something fails. */
    boolean isCanvas() {
        return this == CHATFLOW || this == WORKFLOW;
    }

    /** Whether a run is one call of a model, without tools or steps. */
    boolean isOneCall() {
        return this == CHAT || this == COMPLETION;
    }

    /** A holder, since an enum's constants cannot name its own fields. */
    private static final class Paths {
        private static final String CHAT = "/chat-messages";
    }
}
