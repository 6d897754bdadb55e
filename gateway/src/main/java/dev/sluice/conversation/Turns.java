package dev.sluice.conversation;

import dev.sluice.protocol.InvisibleRuns;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.NewestTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a request shows of its chat, as digests.
 *
 * @param turns one for each message of the user's, in order
 * @param answered how many of them stand before the last answer
 * @param answer the last answer
 * @param endings of the newest question, as {@link QuestionEndings} writes them
 * @param instructions what stands before them, which an upstream is sent again when it changes
 * @param open the text of the last answer where nothing follows it, to be gone on with
 */
public record Turns(
        List<Turn> turns,
        int answered,
        AnswerDigest answer,
        String endings,
        String instructions,
        String open) {
    /** Of a request without instructions. */
    static final String NO_INSTRUCTIONS = Digest.of();

    /**
     * One message of the user's.
     *
     * @param user of its text
     * @param answer of how its answer begins, empty without one
     */
    public record Turn(String user, String answer) {
        public Turn {
            Objects.requireNonNull(user);
            Objects.requireNonNull(answer);
        }
    }

    public Turns {
        turns = List.copyOf(turns);
        Objects.requireNonNull(answer);
        Objects.requireNonNull(endings);
        Objects.requireNonNull(instructions);
        Objects.requireNonNull(open);
    }

    /** What these messages show. */
    public static Turns of(List<Message> messages) {
        return of(messages, "");
    }

    /**
     * What these messages show.
     *
     * @param inputs what the app is sent beside them, empty for nothing
     */
    public static Turns of(List<Message> messages, String inputs) {
        var turns = new ArrayList<Turn>();
        int answered = 0;
        String question = "";
        String last = "";
        int answerAt = -1;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message instanceof Message.User) {
                question = message.text();
                turns.add(new Turn(digest(question), ""));
                last = "";
            } else if (isAnswer(messages, i)) {
                last = message.text();
                answerAt = i;
                answered = turns.size();
                if (answered > 0) {
                    String start = AnswerDigest.startOf(last);
                    turns.set(answered - 1, new Turn(turns.getLast().user(), start));
                }
            }
        }
        // Of all but the last answer only the beginning is compared.
        AnswerDigest answer =
                answerAt < 0 ? AnswerDigest.NONE : AnswerDigest.of(messages.get(answerAt).text());
        return new Turns(
                turns,
                answered,
                answer,
                QuestionEndings.of(question),
                instructions(messages, inputs),
                last);
    }

    /** One without words is none if it called a tool, which speaks next. */
    private static boolean isAnswer(List<Message> messages, int at) {
        Message message = messages.get(at);
        boolean calls =
                at + 1 < messages.size() && messages.get(at + 1) instanceof Message.ToolResult;
        return message instanceof Message.Assistant && !(calls && message.text().isBlank());
    }

    private static String instructions(List<Message> messages, String inputs) {
        Stream<String> told =
                NewestTurn.instructions(messages).stream().map(message -> folded(message.text()));
        return Digest.of(
                Stream.concat(told, Stream.of(inputs))
                        .filter(text -> !text.isEmpty())
                        .toArray(String[]::new));
    }

    static String digest(String text) {
        return Digest.of(folded(text));
    }

    /** With one space for all blanks in a row. */
    static String folded(String text) {
        String bare = InvisibleRuns.remove(text).strip();
        int from = firstFold(bare);
        if (from < 0) {
            return bare;
        }
        var folded = new StringBuilder(bare.length()).append(bare, 0, from);
        boolean blank = false;
        for (int i = from; i < bare.length(); i++) {
            char c = bare.charAt(i);
            if (!isBlank(c)) {
                folded.append(c);
            } else if (!blank) {
                folded.append(' ');
            }
            blank = isBlank(c);
        }
        return folded.toString();
    }

    /** Where the first blank is that is no space, or is followed by another; -1 for none. */
    private static int firstFold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // The last character is none, once the text is stripped.
            if (isBlank(c) && (c != ' ' || isBlank(text.charAt(i + 1)))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** Whether anything comes before the newest question. */
    public boolean hasHistory() {
        return turns.size() > 1 || !answer.equals(AnswerDigest.NONE);
    }

    /** How many messages of the user's there are. */
    int count() {
        return turns.size();
    }

    String user(int number) {
        return turns.get(number).user();
    }

    /** Of the first so many together. */
    String chain(int count) {
        String chain = "";
        for (Turn turn : turns.subList(0, Math.max(0, count))) {
            chain = chained(chain, turn.user());
        }
        return chain;
    }

    static String chained(String chain, String next) {
        return Digest.of(chain, next);
    }
}
