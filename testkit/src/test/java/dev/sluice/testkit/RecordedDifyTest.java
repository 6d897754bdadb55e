package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The simulator answers as a real Dify 1.16.1 was recorded to answer. */
final class RecordedDifyTest {
    private final SimulatedDify dify = SimulatedDify.start(0);

    @AfterEach
    void close() {
        dify.close();
    }

    @TestFactory
    Stream<DynamicTest> a_recorded_request_is_answered_as_it_was_recorded() {
        return Recording.all().stream()
                .map(recording ->
                        DynamicTest.dynamicTest(recording.name(), () -> compare(dify, recording)));
    }

    @Test
    void every_exchange_that_is_not_compared_is_one_that_was_recorded() {
        Set<String> recorded =
                Recording.all().stream()
                        .flatMap(recording ->
                                Stream.iterate(1, i -> i + 1)
                                        .limit(recording.exchanges().size())
                                        .map(i -> recording.name() + "#" + i))
                        .collect(Collectors.toSet());

        assertThat(recorded).containsAll(RecordingExclusions.REASONS.keySet());
        assertThat(RecordingExclusions.REASONS.values())
                .allSatisfy(why -> assertThat(why).isNotBlank());
    }

    private static void compare(SimulatedDify dify, Recording recording) throws Exception {
        List<String> found = new ArrayList<>();
        Map<String, String> ids = new HashMap<>();
        upload(dify, recording, ids);
        for (int i = 0; i < recording.exchanges().size(); i++) {
            String name = recording.name() + "#" + (i + 1);
            if (!RecordingExclusions.REASONS.containsKey(name)) {
                Recording.Exchange recorded = recording.exchanges().get(i);
                SimulatedApp app = RecordedApps.app(recording.name(), i + 1, recorded);
                for (String difference : differences(dify, app, recorded, ids)) {
                    found.add(name + " " + difference);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<String> differences(
            SimulatedDify dify,
            SimulatedApp app,
            Recording.Exchange recorded,
            Map<String, String> ids)
            throws Exception {
        boolean unknown = recorded.body().contains("Access token is invalid");
        dify.app(app);
        String key = unknown ? "app-none" : app.key();
        return WireComparison.differences(recorded, RecordedClient.play(dify, key, recorded, ids));
    }

    /** Files that were sent in another recording. */
    private static void upload(SimulatedDify dify, Recording recording, Map<String, String> ids)
            throws Exception {
        if (!recording.name().equals("files-use-chat")) {
            return;
        }
        String key = "app-" + recording.name();
        dify.app(SimulatedApp.chat(key).profile(Profile.V1_16));
        try (var client = new DifyClient(dify)) {
            String user = DifyClient.field("user", "u1");
            String png = "x".repeat(67);
            var image = client.upload(key, user + DifyClient.file("a.png", "image/png", png));
            var text = client.upload(key, user + DifyClient.file("a.txt", "text/plain", "hello"));
            ids.put("00000000-0000-4000-8000-000000000001", id(image.body()));
            ids.put("00000000-0000-4000-8000-000000000019", id(text.body()));
        }
    }

    private static String id(String body) {
        return RecordedScript.json(body).path("id").asString();
    }
}
