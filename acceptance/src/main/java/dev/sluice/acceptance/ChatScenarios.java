package dev.sluice.acceptance;

import static dev.sluice.acceptance.SimulatedApps.CHAT;

import dev.sluice.acceptance.Stage.Reply;
import dev.sluice.testkit.Run;
import java.util.ArrayList;
import java.util.List;

/** Chats of several turns, and people apart. */
final class ChatScenarios {
    private static final List<String> TURNS =
            List.of("My PIN is 4711.", "What is my PIN?", "And backwards?");

    static final List<Scenario> ALL =
            List.of(
                    new Scenario(
                            "turns-by-id",
                            "three turns of a chat that the client names",
                            stage -> turns(stage, "by-id", stage.named("chat"))),
                    new Scenario(
                            "turns",
                            "three turns of a chat without a name",
                            stage -> turns(stage, "no-id", "")),
                    new Scenario("people", "two people of one client", ChatScenarios::people));

    private ChatScenarios() {}

    private static Outcome turns(Stage stage, String name, String chat) {
        List<Run> runs = new ArrayList<>();
        for (String turn : TURNS) {
            var question = Question.of(CHAT, turn).inHistory(stage.named(name)).streamed();
            Reply reply = stage.ask(chat.isEmpty() ? question : question.inChat(chat));
            FailureScenarios.mustBePossible(reply);
            if (reply.seen().failed()) {
                return Outcome.wrong(turn + " " + reply.seen().error().brief());
            }
            runs.addAll(reply.runs());
        }
        long conversations = runs.stream().map(Run::conversationId).distinct().count();
        List<String> queries = runs.stream().map(Run::query).toList();
        if (conversations == 1 && queries.equals(TURNS)) {
            return Outcome.good("one conversation at Dify, each turn told once");
        }
        return Outcome.wrong(
                "%d conversations at Dify; the last run was asked '%s'"
                        .formatted(conversations, queries.getLast()));
    }

    private static Outcome people(Stage stage) {
        List<String> users = new ArrayList<>();
        for (String person : List.of("ann", "bob")) {
            Reply reply = stage.ask(Question.of(CHAT, "Hello").from(person));
            FailureScenarios.mustBePossible(reply);
            if (reply.seen().failed()) {
                return Outcome.wrong(reply.seen().error().brief());
            }
            reply.runs().forEach(run -> users.add(run.user()));
        }
        var expected = List.of(stage.client().name() + ":ann", stage.client().name() + ":bob");
        return users.equals(expected)
                ? Outcome.good(String.join(", ", users))
                : Outcome.wrong("at Dify they are " + users);
    }
}
