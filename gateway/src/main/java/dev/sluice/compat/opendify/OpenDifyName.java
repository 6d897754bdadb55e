package dev.sluice.compat.opendify;

import dev.sluice.config.ImportedName;
import dev.sluice.config.ImportedName.Use;
import java.util.Arrays;
import java.util.List;

/** Every name that is taken over from OpenDify and its relatives, and what comes of it. */
enum OpenDifyName {
    DIFY_API_BASE(Use.UPSTREAMS, "`upstreams.NAME.url` of every imported upstream"),
    DIFY_API_ENDPOINT(
            Use.UPSTREAMS,
            "the same without `/workflows/run` or `/chat-messages`; no effect beside `DIFY_API_BASE`"),
    MODEL_CONFIG(Use.MODELS, "one upstream for each model, with its `key` and `model`"),
    DIFY_MODEL_MAP(Use.MODELS, "the same, written `name:key,…` or `name=key,…`"),
    DIFY_API_KEY(
            Use.UPSTREAMS,
            "the upstream `dify`, named by the app itself; no effect beside `DIFY_MODEL_MAP`"),
    DIFY_MODEL_NAME(Use.OTHER, "`upstreams.dify.model`, for `DIFY_API_KEY`"),
    DIFY_API_KEYS(Use.UPSTREAMS, "the upstreams `dify-1`, `dify-2`, …, named by the apps"),
    COMPONENT_DIFY_API_KEY(Use.UPSTREAMS, "the upstream `component`, named by the app"),
    REQUIRMENT_DIFY_API_KEY(Use.UPSTREAMS, "the upstream `requirement`, named by the app"),
    VALID_API_KEYS(Use.OTHER, "`access.keys.imported-1`, `imported-2`, …, separated by commas"),
    AUTH_MODE(Use.OTHER, "`access.mode`: `required` is `keys`, `disabled` is `open`"),
    CORS_ORIGINS(Use.OTHER, "`cors.origins`, separated by commas"),
    SERVER_HOST(Use.OTHER, "`server.host`"),
    SERVER_PORT(Use.OTHER, "`server.port`; without it the port is 5000"),
    DJANGO_PORT(Use.OTHER, "`server.port`; no effect beside `SERVER_PORT`"),
    TIMEOUT(Use.OTHER, "`upstreams.NAME.deadlines.silence` of every imported upstream, in seconds"),
    CONVERSATION_MEMORY_MODE(
            Use.OTHER,
            "`upstreams.NAME.memory` of every imported upstream: `1` is `stateless`, `2` and `3` are `mapped`"),
    CONVERSATION_MODE(
            Use.OTHER,
            "the same: `auto` is `mapped`, `none` is `stateless`; no effect beside `CONVERSATION_MEMORY_MODE`"),
    REGISTRY_URL(Use.NONE, "Sluice calls no registry"),
    ROOT_PASSWORD(Use.NONE, "Sluice has no password to begin with; delete it"),
    LOG_LEVEL(Use.NONE, "write SLUICE_LOG_LEVEL"),
    ENVIRONMENT(Use.NONE, "Sluice runs the same everywhere"),
    GUNICORN_WORKERS(Use.NONE, "Sluice is one process that uses all processors"),
    GUNICORN_RELOAD(Use.NONE, "Sluice never reloads its own code");

    static final List<ImportedName> ALL =
            Arrays.stream(values()).map(OpenDifyName::imported).toList();

    private final Use use;
    private final String meaning;

    OpenDifyName(Use use, String meaning) {
        this.use = use;
        this.meaning = meaning;
    }

    ImportedName imported() {
        return new ImportedName(name(), use, meaning);
    }
}
