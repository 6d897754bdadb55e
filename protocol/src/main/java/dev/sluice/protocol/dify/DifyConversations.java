package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.Call;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ConversationTraits;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.TargetModel;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.function.Function;

/**
 * The conversations of an app.
 *
 * @param get describes a call for a path
 */
record DifyConversations(TargetModel target, Function<String, Call> get, DifyFailures failures)
        implements ConversationTraits {
    private static final int NOT_FOUND = 404;

    /** A chatflow tells at once that it begins; 1.13 and 1.14 never do in a lost conversation. */
    private static final int HANGING_SECONDS = 20;

    private static final DifyVersion FIRST_HANGING = new DifyVersion(1, 13);
    private static final DifyVersion FIRST_CURED = new DifyVersion(1, 15);

    @Override
    public int pingsOnlySeconds(ChatRequest request, ResponseHead head) {
        boolean mayHang =
                Dify.mode(target) == Mode.CHATFLOW
                        && !request.conversation().isEmpty()
                        && DifyVersion.of(head, DifyFacts.of(target.facts()))
                                .filter(DifyConversations::hangs)
                                .isPresent();
        return mayHang ? HANGING_SECONDS : 0;
    }

    private static boolean hangs(DifyVersion version) {
        return version.isAtLeast(FIRST_HANGING) && !version.isAtLeast(FIRST_CURED);
    }

    @Override
    public Optional<Call> lookUp(ChatRequest request, String user) {
        String conversation = request.conversation();
        return conversation.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        get.apply(
                                "/messages?conversation_id="
                                        + URLEncoder.encode(conversation, UTF_8)
                                        + "&user="
                                        + URLEncoder.encode(user, UTF_8)
                                        + "&limit=1"));
    }

    @Override
    public boolean saysGone(CallResponse answer) {
        return answer.status() == NOT_FOUND;
    }

    @Override
    public ChatFailure gone() {
        return failures.conversationGone("");
    }
}
