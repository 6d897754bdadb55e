package dev.sluice.testkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Dify's Service API as far as a gateway uses it: a request in, a reply to be played out. */
final class DifyApi {
    private final Map<String, HostedApp> apps = new ConcurrentHashMap<>();
    private final Observations observations;
    private final DifyRuns runs;
    private final InstantSource clock;
    private final List<Route> routes;

    /** That of the app that was hosted last, for answers that belong to no app. */
    private volatile Profile profile = Profile.NEW;

    /** A name in the path is the first group of its pattern. */
    private record Route(
            String method, Pattern path, BiFunction<HttpCall, String, Reply> answered) {
        boolean leads(String to) {
            return path.matcher(to).matches();
        }

        /** Empty where the path names nothing. */
        String name(String to) {
            Matcher matched = path.matcher(to);
            return matched.matches() && matched.groupCount() > 0 ? matched.group(1) : "";
        }
    }

    DifyApi(Observations observations, InstantSource clock) {
        this.observations = observations;
        this.clock = clock;
        this.runs = new DifyRuns(observations, clock);
        this.routes =
                List.of(
                        post("/chat-messages", (call, _) -> run(call, RunKind.CHAT)),
                        post("/workflows/run", (call, _) -> run(call, RunKind.WORKFLOW)),
                        post("/completion-messages", (call, _) -> run(call, RunKind.COMPLETION)),
                        post("/workflows/([^/]+)/run", this::runVersion),
                        stop("/chat-messages/([^/]+)/stop", RunKind.CHAT),
                        stop("/completion-messages/([^/]+)/stop", RunKind.COMPLETION),
                        stop("/workflows/tasks/([^/]+)/stop", RunKind.WORKFLOW),
                        get("/?", _ -> AppPages.welcome(profile)),
                        get("/info", call -> pages(call).info()),
                        get("/parameters", call -> pages(call).parameters()),
                        get("/meta", call -> pages(call).meta()),
                        get("/site", call -> pages(call).site()),
                        get("/conversations", call -> talk(call).conversations(call)),
                        get("/messages", call -> talk(call).messages(call)),
                        route("DELETE", "/conversations/([^/]+)", this::delete),
                        post("/files/upload", (call, _) -> upload(call)));
    }

    void host(SimulatedApp app) {
        apps.merge(app.key(), HostedApp.of(app), (before, _) -> before.replacedBy(app));
        profile = app.profile();
    }

    void forgetConversations() {
        apps.values().forEach(hosted -> hosted.conversations().clear());
    }

    void completeConversation(String id) {
        apps.values().forEach(hosted -> hosted.conversations().complete(id));
    }

    List<Conversation> conversations() {
        return apps.values().stream()
                .flatMap(hosted -> hosted.conversations().seen(hosted.app().key()).stream())
                .toList();
    }

    Reply answer(HttpCall call) {
        try {
            return routed(call);
        } catch (RefusedException refused) {
            return whole(refused.page());
        }
    }

    private Reply routed(HttpCall call) {
        List<Route> found = routes.stream().filter(route -> route.leads(call.path())).toList();
        if (found.isEmpty()) {
            return whole(Page.noSuchPath(profile));
        }
        Route route =
                found.stream()
                        .filter(one -> one.method.equals(call.method()))
                        .findFirst()
                        .orElseThrow(() -> new RefusedException(Page.otherMethod(profile)));
        return route.answered.apply(call, route.name(call.path()));
    }

    private static Route route(
            String method, String path, BiFunction<HttpCall, String, Reply> answered) {
        return new Route(method, Pattern.compile("/v1" + path), answered);
    }

    private static Route post(String path, BiFunction<HttpCall, String, Reply> answered) {
        return route("POST", path, answered);
    }

    private static Route get(String path, Function<HttpCall, Page> page) {
        return route("GET", path, (call, _) -> whole(page.apply(call)));
    }

    private Route stop(String path, RunKind kind) {
        return post(path, (call, task) -> whole(stopped(call, kind, task)));
    }

    private Reply run(HttpCall call, RunKind kind) {
        return runs.begin(call, admitted(call), kind);
    }

    private Reply runVersion(HttpCall call, String version) {
        HostedApp hosted = admitted(call);
        if (!hosted.app().profile().isAtLeast("1.7.2")) {
            throw new RefusedException(DifyError.NO_SUCH_PATH, hosted.app().profile());
        }
        return runs.begin(call, hosted, RunKind.WORKFLOW, version);
    }

    private Page stopped(HttpCall call, RunKind kind, String task) {
        SimulatedApp app = admitted(call).app();
        var checks = new RequestChecks(app.profile());
        String user = checks.user(app, checks.body(call));
        checks.mode(app, kind);
        observations.stopAsked(task);
        boolean byAnyUser =
                kind == RunKind.WORKFLOW
                        || (app.mode().isCanvas() && app.profile().isAtLeast("1.16.0"));
        // The others ignore another user silently.
        Optional<Observations.LiveRun> live = Optional.ofNullable(observations.live().get(task));
        live.map(Observations.LiveRun::run)
                .or(() -> observations.run(task))
                .filter(run -> byAnyUser || run.user().equals(user))
                .ifPresent(run -> {
                    run.askStop();
                    live.ifPresent(Observations.LiveRun::stop);
                });
        return Page.success(app.profile());
    }

    private AppPages pages(HttpCall call) {
        return new AppPages(admitted(call).app());
    }

    private ConversationPages talk(HttpCall call) {
        return new ConversationPages(conversing(call));
    }

    private HostedApp conversing(HttpCall call) {
        HostedApp hosted = admitted(call);
        new RequestChecks(hosted.app().profile()).mode(hosted.app(), RunKind.CHAT);
        return hosted;
    }

    private Reply delete(HttpCall call, String id) {
        HostedApp hosted = conversing(call);
        JsonNode body = new RequestChecks(hosted.app().profile()).body(call);
        return whole(new ConversationPages(hosted).delete(call, id, body));
    }

    private Reply upload(HttpCall call) {
        return whole(new UploadPage(admitted(call), clock).take(call));
    }

    private HostedApp admitted(HttpCall call) {
        var anyone = new RequestChecks(profile);
        HostedApp hosted =
                Optional.ofNullable(apps.get(anyone.key(call)))
                        .orElseThrow(() -> anyone.refused(DifyError.UNKNOWN_KEY));
        new RequestChecks(hosted.app().profile()).standing(hosted.app());
        return hosted;
    }

    private static Reply whole(Page page) {
        return new Reply.Whole(page, Run.unlisted(), Run.Outcome.FINISHED, Duration.ZERO, false);
    }
}
