package dev.sluice.conversation;

import dev.sluice.protocol.Message;
import dev.sluice.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a request shows of its chat, as digests.
 *
 * @param users one for each message of the user's, in order
 * @param answer of how the last answer begins, empty without one
 */
public record Turns(List<String> users, String answer) {
    public Turns {
        users = List.copyOf(users);
        Objects.requireNonNull(answer);
    }

    public static Turns of(List<Message> messages) {
        var users = new ArrayList<String>();
        Optional<String> answer = Optional.empty();
        for (Message message : messages) {
            if (message.role() == Role.USER) {
                users.add(Digest.of(message.text().strip().replaceAll("\\s+", " ")));
            } else if (message.role() == Role.ASSISTANT) {
                answer = Optional.of(message.text());
            }
        }
        return new Turns(users, answer.map(AnswerStart::of).orElse(""));
    }

    /** Whether nothing came before the question. */
    public boolean alone() {
        return users.size() == 1 && answer.isEmpty();
    }

    String first() {
        return users.isEmpty() ? "" : users.getFirst();
    }

    String last() {
        return users.isEmpty() ? "" : users.getLast();
    }

    /** Of the first so many together. */
    String chain(int count) {
        String chain = "";
        for (String user : users.subList(0, Math.max(0, count))) {
            chain = chained(chain, user);
        }
        return chain;
    }

    static String chained(String chain, String next) {
        return Digest.of(chain, next);
    }
}
