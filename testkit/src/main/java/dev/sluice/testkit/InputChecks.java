package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Dify checks of the inputs of a run, by the app's form. */
final class InputChecks {
    private final SimulatedApp app;
    private final FileChecks files;

    InputChecks(SimulatedApp app, FileChecks files) {
        this.app = app;
        this.files = files;
    }

    void check(Asked asked) {
        for (JsonNode field : JsonMapper.shared().readTree(app.details().inputForm())) {
            field.properties()
                    .forEach(control -> check(control.getKey(), control.getValue(), asked));
        }
    }

    private void check(String type, JsonNode control, Asked asked) {
        String variable = control.path("variable").asString("");
        JsonNode value = asked.inputs().path(variable);
        boolean empty = value.isMissingNode() || value.isNull() || value.asString("x").isEmpty();
        if (empty && control.path("required").asBoolean(false)) {
            throw refused(variable + " is required in input form");
        }
        if (!empty) {
            mistake(type, control, value)
                    .ifPresent(text -> {
                        throw refused(text.formatted(variable));
                    });
            if (type.startsWith("file")) {
                files.check(asked.user(), value);
            }
        }
    }

    private static Optional<String> mistake(String type, JsonNode control, JsonNode value) {
        return switch (type) {
            case "text-input", "paragraph" -> text(type, control, value);
            case "select" -> choice(control, value);
            case "number" -> unless(isNumber(value), "must be a valid number");
            case "file" -> unless(value.isObject(), "must be a file");
            case "file-list" -> list(control, value);
            case "json_object" -> unless(value.isObject(), "must be a dict");
            // Forms may have controls of which no rule is known.
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(String type, JsonNode control, JsonNode value) {
        if (!value.isString()) {
            return Optional.of("(type '" + type + "') %s in input form must be a string");
        }
        int most = control.path("max_length").asInt(0);
        return unless(
                most == 0 || value.stringValue().length() <= most,
                "must be less than " + most + " characters");
    }

    private static Optional<String> choice(JsonNode control, JsonNode value) {
        List<String> options = new ArrayList<>();
        control.path("options").forEach(option -> options.add(option.asString("")));
        String all = String.join(", ", options.stream().map(option -> "'" + option + "'").toList());
        return unless(
                options.contains(value.asString("")),
                "must be one of the following: [" + all.replace("%", "%%") + "]");
    }

    private static Optional<String> list(JsonNode control, JsonNode value) {
        if (!value.isArray()) {
            return unless(false, "must be a list of files");
        }
        int most = control.path("max_length").asInt(0);
        return unless(most == 0 || value.size() <= most, "must be less than " + most + " files");
    }

    private static boolean isNumber(JsonNode value) {
        return value.isNumber() || value.asString("").matches("-?\\d+([.]\\d+)?");
    }

    private static Optional<String> unless(boolean right, String rule) {
        return right ? Optional.empty() : Optional.of("%s in input form " + rule);
    }

    private RefusedException refused(String message) {
        return new RefusedException(DifyError.invalid(message), app.profile());
    }
}
