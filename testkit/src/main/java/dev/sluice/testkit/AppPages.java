package dev.sluice.testkit;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What an app tells of itself, free of cost. */
final class AppPages {
    private static final String WELCOME =
            "{\"welcome\":\"Dify OpenAPI\",\"api_version\":\"v1\",\"server_version\":\"$version\"}";
    private static final String INFO =
            """
            {"name":"$name","description":"A simulated app.","tags":[],"mode>=1.4.0":"$mode",
            "author_name>=1.4.3":"Sluice"}\
            """;
    private static final String INFO_WITHOUT_MODE = INFO.replace("\"mode>=1.4.0\":\"$mode\",", "");
    private static final String PARAMETERS =
            """
            {"opening_statement":"","suggested_questions":[],
             "suggested_questions_after_answer":{"enabled":false},"speech_to_text":{"enabled":false},
             "text_to_speech":{"enabled":false,"voice":"","language":"","autoPlay":"disabled"},
             "retriever_resource":{"enabled":"$cites"},"annotation_reply":{"enabled":false},
             "more_like_this":{"enabled":false},"user_input_form":"$form",
             "sensitive_word_avoidance":{"enabled":false},
             "file_upload":{"image":{"enabled":"$uploads","number_limits":"$limit","detail":"high",
              "transfer_methods":["remote_url","local_file"]},"enabled":"$uploads",
              "allowed_file_types":"$types","allowed_file_extensions":[".JPG",".PNG"],
              "allowed_file_upload_methods":["remote_url","local_file"],"number_limits":"$limit"},
             "system_parameters":{"image_file_size_limit":10,"video_file_size_limit":100,
              "audio_file_size_limit":50,"file_size_limit":15,"workflow_file_upload_limit":10}}\
            """;
    private static final String META = "{\"tool_icons\":\"$icons\"}";
    private static final String SITE =
            """
            {"title":"$name","chat_color_theme":null,"chat_color_theme_inverted":false,
            "icon_type":"emoji","icon":"🤖","icon_background":"#FFEAD5","icon_url<1.16.0":null,
            "description":"A simulated app.","copyright":null,"privacy_policy":null,
            "input_placeholder":null,"custom_disclaimer":"","default_language":"en-US",
            "show_workflow_steps":true,"use_icon_as_answer_icon":false,
            "icon_url>=1.16.0":null}\
            """;
    private static final String TOOL_ICON = "{\"background\":\"#FFEAD5\",\"content\":\"🕒\"}";

    private final SimulatedApp app;

    AppPages(SimulatedApp app) {
        this.app = app;
    }

    static Page welcome(Profile profile) {
        return page(WELCOME, Map.of("$version", Frames.text(profile.version())), profile);
    }

    Page info() {
        String shape = app.has(Quirk.INFO_WITHOUT_MODE) ? INFO_WITHOUT_MODE : INFO;
        return page(
                shape,
                Map.of("$name", name(), "$mode", Frames.text(app.mode().wireName())),
                app.profile());
    }

    Page parameters() {
        if (app.has(Quirk.UNPUBLISHED)) {
            boolean agent = app.mode() == Mode.AGENT;
            throw refused(agent ? DifyError.AGENT_NOT_PUBLISHED : DifyError.APP_UNAVAILABLE);
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        Extras.Uploads uploads = app.details().extras().uploads();
        var types = json.arrayNode();
        uploads.types().stream().sorted().forEach(types::add);
        boolean cites = !app.details().extras().citations().equals("[]");
        return page(
                PARAMETERS,
                Map.of(
                        "$form", Frames.given(app.details().inputForm()),
                        "$cites", json.booleanNode(cites),
                        "$uploads", json.booleanNode(uploads.enabled()),
                        "$limit", json.numberNode(uploads.limit()),
                        "$types", types),
                app.profile());
    }

    Page meta() {
        var icons = JsonNodeFactory.instance.objectNode();
        if (app.mode().isAgent()) {
            icons.set("current_time", Frames.given(TOOL_ICON));
        }
        return page(META, Map.of("$icons", icons), app.profile());
    }

    Page site() {
        if (app.has(Quirk.NO_SITE)) {
            throw refused(DifyError.NO_SITE);
        }
        return page(SITE, Map.of("$name", name()), app.profile());
    }

    private JsonNode name() {
        return Frames.text(app.name());
    }

    private RefusedException refused(DifyError error) {
        return new RefusedException(error, app.profile());
    }

    private static Page page(String shape, Map<String, JsonNode> values, Profile profile) {
        return Page.json(200, Page.spelled(Aged.json(shape, profile), values), profile);
    }
}
