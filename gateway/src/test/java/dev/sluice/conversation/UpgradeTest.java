package dev.sluice.conversation;

import static dev.sluice.conversation.Chats.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.ApiKeys;
import dev.sluice.protocol.Message;
import dev.sluice.store.Migration;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import dev.sluice.testing.TestPostgres;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database that an earlier version has filled. */
@Timeout(120)
final class UpgradeTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private static final List<Migration> EARLIER =
            List.of(
                    Migration.read(ApiKeys.class, "V0001__api_keys.sql"),
                    Migration.read(MappingList.class, "V0002__conversations.sql"));

    /** What that version wrote after two turns, the digests computed by another program. */
    private static final String ROW =
            """
            INSERT INTO conversations VALUES
                ('gm7JpRlHYwFGs6FrCab2Ggv_hgvdmMQ6', 'default', 'webui', 'support', 'ada', 'c1',
                 'X-OpenWebUI-Chat-Id', 'its conversation', 'webui:ada', 2,
                 'ww2uTOmfHyRTiOE72Ag5ih8jPMZDIFg4', 'HmPxfOociENDtgacTShZLkg_w_6S9Df0',
                 'N7_YcKO4jI1Z-65jpiQ95jvlBmvM87Ir', 'hAN1Ya96U7mKkkrRhwPKm-qOYAJWfYTr',
                 TRUE, 1000, 2000)
            """;

    @TempDir private Path folder = Path.of("");

    static Stream<String> databases() {
        return Stream.of("", POSTGRES.newDatabase());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_chat_that_it_remembers_goes_on(String url) throws Exception {
        var config = new StoreConfig("", url);
        try (Store store = Store.open(folder, config, EARLIER, List.of(), InstantSource.system())) {
            var _ = store.truth().write(handle -> handle.execute(ROW));
            var _ =
                    store.truth()
                            .write(handle ->
                                    handle.execute(
                                            "INSERT INTO unclaimed_conversations VALUES"
                                                    + " ('c9', 'imported', 1, 2)"));
        }
        try (var scene = new Scene(folder, url)) {
            assertThat(goesOn(scene, "Name a mountain range.", "The Andes."))
                    .contains("its conversation");
            assertThat(goesOn(scene, "Name a river.", "The Andes.")).isEmpty();
            assertThat(goesOn(scene, "Name a mountain range.", "The Alps.")).isEmpty();
            Known known = scene.conversations().find(key("c9"), Chats.ALONE);
            assertThat(known.unclaimed()).isEqualTo("imported");
        }
    }

    private static Optional<String> goesOn(Scene scene, String first, String answer) {
        Turns shown =
                Turns.of(
                        List.of(
                                new Message.User(first),
                                new Message.Assistant("The Alps."),
                                new Message.User("A longer one?"),
                                new Message.Assistant(answer),
                                new Message.User("And the highest?")));
        Known known = scene.conversations().find(key("c1"), shown);
        return MappingChoice.choose(known.mappings(), shown, "").map(Mapping::conversation);
    }
}
