package dev.sluice.testkit;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Dify checks of a request before it looks into the body, in Dify's order. */
final class RequestChecks {
    /** Who it is when a request may leave that out, and does. */
    private static final String SHARED_USER = "DEFAULT-USER";

    private static final Map<Quirk, DifyError> OUT_OF_SERVICE = outOfService();

    /** The column of the database takes no more. */
    private static final int LONGEST_USER = 255;

    private final Profile profile;

    RequestChecks(Profile profile) {
        this.profile = profile;
    }

    private static Map<Quirk, DifyError> outOfService() {
        Map<Quirk, DifyError> errors = new LinkedHashMap<>();
        errors.put(Quirk.APP_DELETED, DifyError.forbidden("The app no longer exists."));
        errors.put(Quirk.APP_ABNORMAL, DifyError.forbidden("The app's status is abnormal."));
        errors.put(
                Quirk.API_DISABLED,
                DifyError.forbidden("The app's API service has been disabled."));
        errors.put(
                Quirk.WORKSPACE_ARCHIVED,
                DifyError.forbidden("The workspace's status is archived."));
        errors.put(Quirk.WORKSPACE_GONE, DifyError.invalid("Tenant does not exist."));
        return errors;
    }

    RefusedException refused(DifyError error) {
        return new RefusedException(error, profile);
    }

    String key(HttpCall call) {
        String header = call.authorization();
        int space = header.indexOf(' ');
        if (space < 0) {
            throw refused(DifyError.NO_AUTHORIZATION);
        }
        if (!header.substring(0, space).toLowerCase(Locale.ROOT).equals("bearer")) {
            throw refused(DifyError.OTHER_SCHEME);
        }
        return header.substring(space + 1).strip();
    }

    void standing(SimulatedApp app) {
        OUT_OF_SERVICE.forEach((quirk, error) -> {
            if (app.has(quirk)) {
                throw refused(error);
            }
        });
    }

    JsonNode body(HttpCall call) {
        if (!call.contentType().toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw refused(DifyError.NOT_JSON);
        }
        JsonNode body;
        try {
            body = JsonMapper.shared().readTree(call.body());
        } catch (JacksonException malformed) {
            throw refused(DifyError.BAD_JSON);
        }
        if (body.isMissingNode()) {
            throw refused(DifyError.BAD_JSON);
        }
        if (!body.isObject()) {
            throw refused(DifyError.NOT_AN_OBJECT);
        }
        return body;
    }

    String user(SimulatedApp app, JsonNode body) {
        String user = body.path("user").asString("");
        boolean bySchema = profile.isAtLeast("1.8.0") && !profile.isAtLeast("1.11.0");
        if (user.isEmpty() && bySchema && app.has(Quirk.MISSING_AS_REQUIRED_PROPERTY)) {
            throw new BodyChecks(app, RunKind.of(app.mode())).missing("user", body);
        }
        if (user.isEmpty()) {
            throw refused(DifyError.NO_USER);
        }
        if (user.length() > LONGEST_USER && profile.isAtLeast("1.16.0")) {
            throw refused(DifyError.UNHANDLED);
        }
        return user;
    }

    static String userOrShared(String user) {
        return user.isEmpty() ? SHARED_USER : user;
    }

    void mode(SimulatedApp app, RunKind needed) {
        if (!needed.takes(app.mode())) {
            throw refused(needed.wrongMode());
        }
    }
}
