package dev.sluice.continuity;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** One chat of a front end that keeps it, and sends all of it with every turn. */
final class FrontEnd {
    static final String CHAT = "X-OpenWebUI-Chat-Id";
    static final String USER = "X-OpenWebUI-User-Id";

    private final TestGateway gateway;
    private final Question blank;
    private final List<String> said = new ArrayList<>();
    private Duration patience = Duration.ofSeconds(10);

    FrontEnd(TestGateway gateway, Question blank) {
        this.gateway = gateway;
        this.blank = blank;
    }

    static FrontEnd chatting(TestGateway gateway, String model, String chat) {
        return new FrontEnd(gateway, Question.to(model).header(CHAT, chat));
    }

    /** So long it waits for a byte. */
    FrontEnd patiently(Duration limit) {
        patience = limit;
        return this;
    }

    /** The next turn; its answer is kept as it came. */
    Answer says(String text) {
        Answer answer = asks(text, "");
        said.addAll(List.of(text, content(answer)));
        return answer;
    }

    /** The next turn, sent as something else than what is kept of it. */
    Answer says(String text, String wrapped) {
        Answer answer = asks(wrapped, "\"stream\":true");
        said.addAll(List.of(text, answer.events().content()));
        return answer;
    }

    /** A turn that is not kept. */
    Answer asks(String text, String option) {
        Question question = blank.after(said.toArray(String[]::new)).saying(text);
        try (var client = gateway.client().patience(patience)) {
            return client.ask(option.isEmpty() ? question : question.with(option)).answer();
        }
    }

    /** Instructions after all that is kept, as a memory of the chat is asked for. */
    Answer concludedBy(String instructions) {
        String question = blank.after(said.toArray(String[]::new)).saying(instructions).json();
        int role = question.lastIndexOf("\"user\"");
        String body = question.substring(0, role) + "\"system\"" + question.substring(role + 6);
        try (var client = gateway.client().patience(patience)) {
            return client.post("/v1/chat/completions", body).answer();
        }
    }

    /** What is kept of one message is this from now on; the first is number 0. */
    FrontEnd keeping(int message, String text) {
        said.set(message, text);
        return this;
    }

    /** Only so many messages are kept. */
    FrontEnd backTo(int messages) {
        said.subList(messages, said.size()).clear();
        return this;
    }

    String kept(int message) {
        return said.get(message);
    }

    static String content(Answer answer) {
        return JsonMapper.shared()
                .readTree(answer.body())
                .at("/choices/0/message/content")
                .asString();
    }

    static String way(Answer answer) {
        return answer.header("x-sluice-conversation");
    }
}
