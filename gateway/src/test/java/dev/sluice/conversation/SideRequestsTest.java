package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.Output;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that front ends make for themselves are known by their words, where nothing says so. */
final class SideRequestsTest {
    private static boolean matches(SideRequests requests, Message... messages) {
        return requests.match(new ChatRequest("m", List.of(messages), Output.WHOLE));
    }

    private static Message user(String text) {
        return new Message.User(text);
    }

    private static Message system(String text) {
        return new Message.Instruction(text);
    }

    private static Message answer(String text) {
        return new Message.Assistant(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "### Task:\nGenerate a title.\n### Chat History:\n<chat_history>\nUSER: One?",
                "### Task:\nYou are an autocompletion system.\n### Context:\n<chat_history>\nUSER: One?",
                "Create a concise, 3-5 word title with an emoji for this: One?",
                "Provide a concise, 5-word-or-less title for the conversation, using title case.",
                "Analyze this conversation and provide:\n1. The language\n2. A concise title",
                "You have been provided with a set of responses from various models to the query",
            })
    void default_texts_are_known(String text) {
        assertThat(matches(SideRequests.DEFAULT, user(text))).isTrue();
        assertThat(matches(SideRequests.DEFAULT, system("Be kind."), user(text))).isTrue();
    }

    @Test
    void a_choice_of_tools_is_known_by_its_instructions() {
        var choice =
                system(
                        "Available Tools: [{}]\n\nYour task is to choose and return the correct tool(s)");

        assertThat(matches(SideRequests.DEFAULT, choice, user("Query: One?"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "One?",
                "",
                "### Task:\nRespond to the user query using the context.\n<context>x</context>",
                "### Task:\nRespond to the query.\n<context>of <chat_history></context>",
                "What does <chat_history> mean after ### Task:?",
                "Please provide a concise, 5-word-or-less title",
            })
    void what_a_user_asks_is_none(String text) {
        assertThat(matches(SideRequests.DEFAULT, user(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Please generate a four to five word title summarizing our conversation without any",
                "使用四到五个字直接返回这句话的简要主题，不要解释、不要标点",
                "使用四到五個字直接返回這句話的簡要主題，不要解釋、不要標點",
                "Summarize the discussion briefly in 200 words or less to use as a prompt for future",
                "Summarize our discussion briefly in 200 words or less to use as a prompt for future",
                "简要总结一下对话内容，用作后续的上下文提示 prompt，控制在 200 字以内",
                "简要总结一下你和用户的对话，用作后续的上下文提示 prompt，控制在 200 字以内",
                "簡要總結一下對話內容，用作後續的上下文提示 prompt，控制在 200 字以內",
                "簡要總結一下你和使用者的對話，用作後續的上下文提示 prompt，控制在 200 字以內",
                "### Task:\nTitle\n### Chat History:\n<chat_history>x</chat_history>",
            })
    void the_last_message_decides_whatever_its_history(String text) {
        Message[] titled = {user("One?"), answer("Well."), user(text)};
        Message[] summarized = {user("One?"), answer("Well."), system(text)};

        assertThat(matches(SideRequests.DEFAULT, titled)).isTrue();
        assertThat(matches(SideRequests.DEFAULT, summarized)).isTrue();
    }

    @Test
    void a_title_asked_for_in_instructions_alone_is_known() {
        var title = system("Based on the chat history, give this conversation a name.\nKeep it");

        assertThat(matches(SideRequests.DEFAULT, title)).isTrue();
    }

    @Test
    void what_was_asked_earlier_does_not_decide() {
        var title = user("### Task:\nTitle\n### Chat History:\n<chat_history>x</chat_history>");
        var summary = user("Summarize the discussion briefly in 200 words or less, please");

        assertThat(matches(SideRequests.DEFAULT, title, answer("A title"), user("One?"))).isFalse();
        assertThat(matches(SideRequests.DEFAULT, title, answer("A title"))).isFalse();
        assertThat(matches(SideRequests.DEFAULT, user("One?"), answer("Well."), summary)).isFalse();
        assertThat(matches(SideRequests.DEFAULT)).isFalse();
    }

    @Test
    void patterns_are_texts_with_gaps() {
        var requests = new SideRequests(List.of("Task (1+1)*<log>*end"), "");

        assertThat(matches(requests, user("  Task (1+1): x <log> y end, and more"))).isTrue();
        assertThat(matches(requests, user("Task (1+1) end <log>"))).isFalse();
        assertThat(matches(requests, user("Task (11) <log> end"))).isFalse();
        assertThat(matches(new SideRequests(List.of(), ""), user("Task"))).isFalse();
    }
}
