package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulatorOptionsTest {
    @Test
    void without_apps_there_are_two_to_try() {
        var options = SimulatorOptions.parse(List.of("--port", "8123"));

        assertThat(options.port()).isEqualTo(8123);
        assertThat(options.apps())
                .extracting(SimulatedApp::key, SimulatedApp::name, SimulatedApp::mode)
                .containsExactly(
                        tuple("app-demo-chat", "demo-chat", Mode.CHAT),
                        tuple("app-demo-workflow", "demo-workflow", Mode.WORKFLOW));
    }

    @Test
    void a_spec_says_all_about_an_app() {
        SimulatedApp app =
                app(
                        "app-a:tokens=3,mode=workflow,name=Flow,every=30ms,profile=old,usage=7/5,seed=9");

        assertThat(app)
                .returns("app-a", SimulatedApp::key)
                .returns("Flow", SimulatedApp::name)
                .returns(Mode.WORKFLOW, SimulatedApp::mode)
                .returns(Profile.OLD, SimulatedApp::profile)
                .returns(Duration.ofMillis(30), SimulatedApp::pace)
                .returns(Script.saying(Mode.WORKFLOW, Script.words(3)), SimulatedApp::script)
                .returns(new SimulatedApp.TokenCount(7, 5), it -> it.details().usage())
                .returns(9L, it -> it.details().seed());
    }

    @Test
    void faults_are_settings_too() {
        SimulatedApp app =
                app(
                        "app-a:cut=900:reset,split=7,late-head=2s,late-events=1m,stay-open,no-terminal,"
                                + "pings-only=10s,stop-after=2,text-as-message-file,html=502,too-many=400,"
                                + "error=400:app_unavailable:off: for now,wrong-type=text/html,"
                                + "reset-after-request,refusal=rate-limit-error,faulty-runs=1,quirk=no-usage");

        assertThat(app.trouble().runs()).isEqualTo(1);
        assertThat(app.has(Quirk.NO_USAGE)).isTrue();
        assertThat(app.trouble().faults())
                .containsExactly(
                        new Fault.Cut(900, Fault.Ending.RESET),
                        new Fault.Split(7),
                        new Fault.LateHead(Duration.ofSeconds(2)),
                        new Fault.LateEvents(Duration.ofMinutes(1)),
                        new Fault.StayOpen(),
                        new Fault.NoTerminal(),
                        new Fault.PingsOnly(Duration.ofSeconds(10)),
                        new Fault.StoppedElsewhere(2),
                        new Fault.TextAsMessageFile(),
                        new Fault.HtmlPage(502),
                        Fault.JsonError.tooManyRequestsLookAlike(),
                        new Fault.JsonError(400, "app_unavailable", "off: for now"),
                        new Fault.WrongType("text/html"),
                        new Fault.ResetAfterRequest(),
                        Fault.JsonError.of(KnownError.RATE_LIMIT_ERROR));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --colour | blue | --colour: there is no such option; --help lists all
                    --port | many | --port: 'many' is not a number; write digits, such as 40
                    --app | demo | --app: a key starts with app-; write app-demo
                    --app | app-a:mode=robot | --app: setting mode of app app-a: 'robot' is none of chat, agent-chat, advanced-chat, completion, workflow, agent; write mode=MODE
                    --app | app-a:profile=1.2 | --app: setting profile of app app-a: '1.2' is none of old, new, 0.6.16, 1.3.0, 1.4.1,
                    --app | app-a:every=soon | --app: setting every of app app-a: 'soon' is not a time; write a number and ms, s or m, such as 30ms
                    --app | app-a:cut=7 | --app: setting cut of app app-a: '7' is not 2 parts with : between them; write cut=N:fin
                    --app | app-a:stay-open=1 | --app: setting stay-open of app app-a: it takes no value; write stay-open
                    --app | app-a:tokens | --app: setting tokens of app app-a: it needs a value; write tokens=N
                    """)
    void a_mistake_is_told_with_its_place(String option, String value, String message) {
        assertThatThrownBy(() -> SimulatorOptions.parse(List.of(option, value)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "mode=agent-chat,AGENT_CHAT,V1_15",
        "profile=1.13.0,CHAT,V1_13_0",
        "'profile=new,mode=agent',AGENT,V1_15",
        "'mode=advanced-chat,profile=0.6.16',ADVANCED_CHAT,V0_6",
        "mode=completion,COMPLETION,V1_15"
    })
    void mode_and_version_are_settings(String settings, Mode mode, Profile profile) {
        SimulatedApp app = app("app-a:" + settings);

        assertThat(app).isEqualTo(SimulatedApp.of("app-a", mode).profile(profile));
    }

    @Test
    void an_unknown_setting_is_answered_with_the_list() {
        assertThatThrownBy(() -> app("app-a:speed=9"))
                .hasMessageStartingWith(
                        "--app: app app-a cannot have a setting 'speed'; there are mode, name, profile");
    }

    @Test
    void the_help_names_every_setting() {
        assertThat(SimulatorOptions.HELP)
                .contains(AppSetting.ALL.stream().map(AppSetting::spelled).toList());
    }

    private static SimulatedApp app(String spec) {
        return SimulatorOptions.parse(List.of("--app", spec)).apps().getFirst();
    }
}
