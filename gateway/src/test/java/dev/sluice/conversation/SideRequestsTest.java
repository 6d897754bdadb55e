package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.AppOptions;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.Metadata;
import dev.sluice.protocol.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that front ends make for themselves are known by their words, where nothing says so. */
final class SideRequestsTest {
    private static boolean matches(SideRequests requests, Message... messages) {
        return requests.match(
                new ChatRequest(
                        "m", List.of(messages), false, false, "", Metadata.NONE, AppOptions.NONE));
    }

    private static Message user(String text) {
        return new Message(Role.USER, text);
    }

    private static Message system(String text) {
        return new Message(Role.SYSTEM, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "### Task:\nGenerate a title.\n<chat_history>\nUSER: One?\n</chat_history>",
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
                "What does <chat_history> mean after ### Task:?",
                "Please provide a concise, 5-word-or-less title",
            })
    void what_a_user_asks_is_none(String text) {
        assertThat(matches(SideRequests.DEFAULT, user(text))).isFalse();
    }

    @Test
    void what_comes_after_an_answer_is_a_turn() {
        var title = user("### Task:\nTitle\n<chat_history>x</chat_history>");

        assertThat(
                        matches(
                                SideRequests.DEFAULT,
                                user("One?"),
                                new Message(Role.ASSISTANT, "Well."),
                                title))
                .isFalse();
        assertThat(matches(SideRequests.DEFAULT, user("One?"), title)).isFalse();
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
