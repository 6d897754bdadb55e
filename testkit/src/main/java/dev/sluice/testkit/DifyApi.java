package dev.sluice.testkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Dify's Service API as far as a gateway uses it: a request in, a reply to be played out. */
final class DifyApi {
    private static final String RUN_CHAT = "/v1/chat-messages";
    private static final String RUN_WORKFLOW = "/v1/workflows/run";
    private static final String STOP_CHAT = "/v1/chat-messages/[^/]+/stop";
    private static final String STOP_WORKFLOW = "/v1/workflows/tasks/[^/]+/stop";
    private static final Profile UNKNOWN_APP = Profile.NEW;

    private final Map<String, HostedApp> apps = new ConcurrentHashMap<>();
    private final Observations observations;
    private final DifyRuns runs;

    DifyApi(Observations observations, InstantSource clock) {
        this.observations = observations;
        this.runs = new DifyRuns(observations, clock);
    }

    void host(SimulatedApp app) {
        apps.merge(app.key(), HostedApp.of(app), (before, _) -> before.replacedBy(app));
    }

    void forgetConversations() {
        apps.values().forEach(HostedApp::forgetConversations);
    }

    Reply answer(HttpCall call) {
        try {
            return switch (call.path()) {
                case "/v1", "/v1/" -> page(call, "GET", welcome());
                case "/v1/info" -> page(call, "GET", info(admitted(call)));
                case "/v1/parameters" -> page(call, "GET", parameters(admitted(call)));
                case RUN_CHAT -> runs.begin(posted(call), admitted(call), Mode.CHAT);
                case RUN_WORKFLOW -> runs.begin(posted(call), admitted(call), Mode.WORKFLOW);
                // The other paths hold a run's name.
                default -> stopOrNothing(call);
            };
        } catch (RefusedException refused) {
            return whole(refused.page());
        }
    }

    private Reply stopOrNothing(HttpCall call) {
        if (call.path().matches(STOP_CHAT)) {
            return stop(posted(call), Mode.CHAT);
        }
        if (call.path().matches(STOP_WORKFLOW)) {
            return stop(posted(call), Mode.WORKFLOW);
        }
        throw new RefusedException(Page.error(DifyError.NO_SUCH_PATH, UNKNOWN_APP));
    }

    private HttpCall posted(HttpCall call) {
        if (!call.method().equals("POST")) {
            throw new RefusedException(Page.error(DifyError.OTHER_METHOD, UNKNOWN_APP));
        }
        return call;
    }

    private Reply page(HttpCall call, String method, Page page) {
        return call.method().equals(method)
                ? whole(page)
                : whole(Page.error(DifyError.OTHER_METHOD, UNKNOWN_APP));
    }

    private HostedApp admitted(HttpCall call) {
        RequestChecks anyone = new RequestChecks(UNKNOWN_APP);
        HostedApp hosted =
                Optional.ofNullable(apps.get(anyone.key(call)))
                        .orElseThrow(() -> anyone.refused(DifyError.UNKNOWN_KEY));
        new RequestChecks(hosted.app().profile()).standing(hosted.app());
        return hosted;
    }

    private Reply stop(HttpCall call, Mode mode) {
        HostedApp hosted = admitted(call);
        RequestChecks checks = new RequestChecks(hosted.app().profile());
        String user = checks.user(checks.body(call));
        checks.mode(hosted.app(), mode);
        String[] parts = call.path().split("/", -1);
        String task = parts[parts.length - 2];
        observations.stopAsked(task);
        // A workflow does not compare the user; a chat ignores a stranger silently.
        Optional.ofNullable(observations.live().get(task))
                .filter(live -> mode == Mode.WORKFLOW || live.run().user().equals(user))
                .ifPresent(Observations.LiveRun::stop);
        return whole(Page.json(200, "{\"result\": \"success\"}", hosted.app().profile()));
    }

    private static Page welcome() {
        ObjectNode welcome =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("welcome", "Dify OpenAPI")
                        .put("api_version", "v1")
                        .put("server_version", UNKNOWN_APP.version());
        return Page.json(200, welcome, UNKNOWN_APP);
    }

    private static Page info(HostedApp hosted) {
        SimulatedApp app = hosted.app();
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("name", app.name());
        info.put("description", "A simulated app.");
        info.putArray("tags");
        if (!app.has(Quirk.INFO_WITHOUT_MODE)) {
            info.put("mode", app.mode().wireName());
        }
        if (app.profile() == Profile.NEW) {
            info.put("author_name", "Sluice");
        }
        return Page.json(200, info, app.profile());
    }

    private static Page parameters(HostedApp hosted) {
        JsonNode form = JsonMapper.shared().readTree(hosted.app().details().inputForm());
        Template.Builder parameters =
                new Template.Builder(JsonStyle.PYTHON)
                        .json(Shapes.PARAMETERS, Map.of("$form", form));
        return Page.json(200, parameters.text(), hosted.app().profile());
    }

    private static Reply whole(Page page) {
        return new Reply.Whole(page, Run.unlisted(), Run.Outcome.FINISHED, Duration.ZERO);
    }
}
