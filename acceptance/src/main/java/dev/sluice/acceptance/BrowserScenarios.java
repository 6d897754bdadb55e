package dev.sluice.acceptance;

import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedDify;
import java.util.List;
import java.util.Map;

/**
 * What people do in Open WebUI, judged by what they see after a reload and by what Dify was asked.
 */
record BrowserScenarios(OpenWebUi page, SimulatedDify dify) {
    private static final long POLL_MILLIS = 100;
    private static final long LONGEST_STOP_MILLIS = 15_000;

    /** How Open WebUI's own requests begin. */
    private static final String TASK = "### Task:";

    /** One of them, which needs its page. */
    record Named(String name, String description, Check check) {
        /** Does it and judges what came of it. */
        interface Check {
            Outcome run(BrowserScenarios at) throws InterruptedException;
        }

        Outcome with(BrowserScenarios at) throws InterruptedException {
            try {
                return check.run(at);
            } catch (Adapter.AdapterException | Scenario.ImpossibleException broken) {
                return Outcome.wrong(String.valueOf(broken.getMessage()));
            }
        }
    }

    static final List<Named> ALL =
            List.of(
                    new Named("chat", "two turns, then a reload", BrowserScenarios::chat),
                    new Named("edit", "the first message edited", BrowserScenarios::edit),
                    new Named(
                            "regenerate",
                            "the second answer asked for again",
                            BrowserScenarios::regenerate),
                    new Named("stop", "an answer stopped", BrowserScenarios::stop),
                    new Named(
                            "broken-before",
                            "the run fails before the first word",
                            BrowserScenarios::brokenFirst),
                    new Named(
                            "broken-within",
                            "the run fails inside the stream",
                            BrowserScenarios::brokenInside),
                    new Named(
                            "temporary",
                            "two temporary chats of one page",
                            BrowserScenarios::temporary),
                    new Named(
                            "second-person",
                            "another person asks the same",
                            BrowserScenarios::secondPerson));

    private Outcome chat() {
        page.open("ann", SimulatedApps.CHAT);
        page.send("chat-1 My PIN is 4711.");
        page.send("chat-2 What is my PIN?");
        List<String> shown = page.reload();
        Run first = run("chat-1");
        Run second = run("chat-2");
        boolean whole =
                shown.stream().filter(text -> text.contains(SimulatedApps.ANSWER)).count() == 2;
        if (!whole) {
            return Outcome.wrong("after the reload there is " + shown);
        }
        boolean continued = first.conversationId().equals(second.conversationId());
        boolean apart = sides().stream().noneMatch(side -> isIn(side, first));
        String seen = "%d side requests".formatted(sides().size());
        return continued && apart && second.query().equals("chat-2 What is my PIN?")
                ? Outcome.good("one conversation at Dify, apart from " + seen)
                : Outcome.wrong(
                        "continued: %s, apart from %s: %s, the second run was asked '%s'"
                                .formatted(continued, seen, apart, second.query()));
    }

    private Outcome edit() {
        page.open("ann", SimulatedApps.CHAT);
        page.send("edit-1 My PIN is 1111.");
        page.act("editFirst", Map.of("text", "edit-2 My PIN is 2222."));
        page.send("edit-3 What is it?");
        List<String> shown = page.reload();
        Run before = run("edit-1");
        Run after = run("edit-2");
        boolean anew = !isIn(after, before);
        boolean continued = isIn(run("edit-3"), after);
        boolean visible = shown.getFirst().contains("edit-2");
        return anew && continued && visible
                ? Outcome.good("the edited message begins a conversation, the next continues it")
                : Outcome.wrong(
                        "begins one: %s, continued: %s, shown: %s"
                                .formatted(anew, continued, shown));
    }

    private Outcome regenerate() {
        page.open("ann", SimulatedApps.CHAT);
        page.send("again-1 My PIN is 3333.");
        page.send("again-2 What is it?");
        page.act("regenerate", Map.of());
        List<String> shown = page.reload();
        List<Run> asked = runs("again-2");
        if (asked.size() != 2) {
            return Outcome.wrong("asked %d times".formatted(asked.size()));
        }
        boolean anew = !isIn(asked.getLast(), asked.getFirst());
        boolean remembers = asked.getLast().query().contains("again-1");
        boolean visible = shown.getLast().contains(SimulatedApps.ANSWER);
        return anew && remembers && visible
                ? Outcome.good("a new conversation that is given the first turn")
                : Outcome.wrong(
                        "a new one: %s, given the first turn: %s, shown: %s"
                                .formatted(anew, remembers, shown));
    }

    private Outcome stop() throws InterruptedException {
        page.open("ann", SimulatedApps.LONG);
        page.act("stop", Map.of("text", "stop-1 Go on", "words", "Every request"));
        List<String> shown = page.reload();
        Run run = run("stop-1");
        long end = System.nanoTime() + LONGEST_STOP_MILLIS * 1_000_000;
        while (!dify.stops().contains(run.taskId()) && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
        }
        boolean stopped = dify.stops().contains(run.taskId());
        boolean kept = shown.getLast().contains("Every request");
        return stopped && kept
                ? Outcome.good("the run was stopped, the text stays")
                : Outcome.wrong("stopped: %s, shown: %s".formatted(stopped, shown));
    }

    private Outcome brokenFirst() {
        return broken(SimulatedApps.BROKEN_FIRST, "before-1 Go on", "");
    }

    private Outcome brokenInside() {
        return broken(SimulatedApps.BROKEN_INSIDE, "within-1 Go on", SimulatedApps.BEGINNING);
    }

    private Outcome broken(String model, String question, String beginning) {
        page.open("ann", model);
        page.send(question);
        List<String> shown = page.reload();
        String answer = shown.getLast();
        boolean once = runs(question).size() == 1;
        return once && answer.contains(SimulatedApps.FAILURE) && answer.contains(beginning)
                ? Outcome.good("after the reload: " + answer)
                : Outcome.wrong(
                        "runs: %d, after the reload: %s".formatted(runs(question).size(), shown));
    }

    private Outcome temporary() {
        page.act("open", Map.of("person", "ann", "model", SimulatedApps.CHAT, "temporary", true));
        page.send("temporary-1 My PIN is 8899, forget it.");
        page.act("another", Map.of());
        page.send("temporary-2 What is my PIN?");
        Run first = run("temporary-1");
        Run second = run("temporary-2");
        boolean bare = second.query().equals("temporary-2 What is my PIN?");
        return !isIn(second, first) && bare
                ? Outcome.good("two conversations")
                : Outcome.wrong(
                        "the same conversation: %s, asked '%s'"
                                .formatted(isIn(second, first), second.query()));
    }

    private Outcome secondPerson() {
        page.open("ann", SimulatedApps.CHAT);
        page.send("person-1 My PIN is 5555.");
        page.open("bob", SimulatedApps.CHAT);
        page.send("person-2 What is my PIN?");
        Run ann = run("person-1");
        Run bob = run("person-2");
        boolean apart = !ann.user().equals(bob.user()) && !isIn(bob, ann);
        boolean named =
                ann.user().startsWith("open-webui:") && bob.user().startsWith("open-webui:");
        return apart && named
                ? Outcome.good("two users at Dify, each with a conversation")
                : Outcome.wrong("at Dify they are %s and %s".formatted(ann.user(), bob.user()));
    }

    /** The last run that was asked this, side requests left out. */
    private Run run(String words) {
        List<Run> found = runs(words);
        if (found.isEmpty()) {
            throw new Scenario.ImpossibleException("there was no run for " + words);
        }
        return found.getLast();
    }

    private List<Run> runs(String words) {
        return dify.runs().stream()
                .filter(run -> !isSide(run) && lastTurn(run).contains(words))
                .toList();
    }

    /** A seeded conversation is told earlier turns in the same text. */
    private static String lastTurn(Run run) {
        int last = run.query().lastIndexOf("User: ");
        return last < 0 ? run.query() : run.query().substring(last);
    }

    private List<Run> sides() {
        return dify.runs().stream().filter(BrowserScenarios::isSide).toList();
    }

    private static boolean isSide(Run run) {
        return run.query().contains(TASK);
    }

    private static boolean isIn(Run run, Run other) {
        return run.conversationId().equals(other.conversationId());
    }
}
