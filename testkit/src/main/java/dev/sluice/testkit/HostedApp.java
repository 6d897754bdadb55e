package dev.sluice.testkit;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An app while it is served: its programs, its conversations and its ids. */
final class HostedApp {
    private final SimulatedApp app;
    private final AppIds ids;
    private final Program sound;
    private final Program faulty;
    private final AtomicInteger runs = new AtomicInteger();
    private final SplittableRandom chance;
    private final Map<String, String> userByConversation;

    private HostedApp(
            SimulatedApp app, SplittableRandom chance, Map<String, String> userByConversation) {
        this.app = app;
        this.ids = AppIds.of(app);
        this.sound = new Program(app, List.of(), ids);
        this.faulty = new Program(app, app.trouble().faults(), ids);
        this.chance = chance;
        this.userByConversation = userByConversation;
    }

    static HostedApp of(SimulatedApp app) {
        SplittableRandom chance = new SplittableRandom(AppIds.seed(app) + 1);
        return new HostedApp(app, chance, new ConcurrentHashMap<>());
    }

    /** The same app with other settings: it keeps its conversations and repeats no id. */
    HostedApp replacedBy(SimulatedApp newApp) {
        return new HostedApp(newApp, chance, userByConversation);
    }

    SimulatedApp app() {
        return app;
    }

    Program nextProgram() {
        return runs.getAndIncrement() < app.trouble().runs() ? faulty : sound;
    }

    RunValues values(RunValues.Subject subject, JsonStyle style, InstantSource clock) {
        RunValues values;
        synchronized (chance) {
            values = new RunValues(chance, subject, style, clock);
        }
        return app.mode() == Mode.WORKFLOW ? values.withInputs(subject, ids, style) : values;
    }

    String newConversation(String user) {
        String id;
        synchronized (chance) {
            id = AppIds.uuid(chance.nextLong());
        }
        userByConversation.put(id, user);
        return id;
    }

    boolean knows(String conversation, String user) {
        return user.equals(userByConversation.get(conversation));
    }

    void forgetConversations() {
        userByConversation.clear();
    }
}
