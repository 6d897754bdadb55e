package dev.sluice.chat;

import dev.sluice.http.Exchange;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The headers of an answer that carry the id of its conversation at the upstream.
 *
 * @param always names that every answer has
 * @param ofWholeAnswers names that only answers in one piece have
 */
public record ConversationHeaders(List<String> always, List<String> ofWholeAnswers) {
    /** Whatever an upstream calls it, nobody breaks out of a header. */
    private static final Pattern HEADER_TEXT = Pattern.compile("[!-~]{1,200}");

    public ConversationHeaders {
        always = List.copyOf(always);
        ofWholeAnswers = List.copyOf(ofWholeAnswers);
    }

    void name(Exchange exchange, String conversation, boolean streamed) {
        if (HEADER_TEXT.matcher(conversation).matches()) {
            always.forEach(header -> exchange.with(header, conversation));
            if (!streamed) {
                ofWholeAnswers.forEach(header -> exchange.with(header, conversation));
            }
        }
    }

    /** For an answer that did not come about. */
    void clear(Exchange exchange) {
        exchange.without(
                Stream.concat(always.stream(), ofWholeAnswers.stream()).toArray(String[]::new));
    }
}
