package dev.sluice.compat.opendify;

import static dev.sluice.conversation.StoredMappings.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.Grants;
import dev.sluice.conversation.AnswerDigest;
import dev.sluice.conversation.ChatKey;
import dev.sluice.conversation.Mapping;
import dev.sluice.conversation.Past;
import dev.sluice.conversation.StoredMappings;
import dev.sluice.testing.Answer;
import dev.sluice.testing.StandardError;
import dev.sluice.testing.TestGateway;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an administrator sees of conversations, and does to them, through a whole gateway. */
final class ConversationAdminTest {
    /** That of {@link TestGateway#FIXED_CLOCK}. */
    private static final long NOW = 1_767_323_045;

    private static final long DAY = Duration.ofDays(1).toSeconds();

    private static final TestGateway GATEWAY =
            TestGateway.with().access(AccessConfig.of(AccessConfig.Mode.KEYS)).start();
    private static final StoredMappings STORED = StoredMappings.in(GATEWAY.folder(), "");
    private static final String KEY = GATEWAY.gateway().keys().create("root", Grants.ALL).key();

    @BeforeAll
    static void awaitKey() {
        await().until(() -> get("mappings").status() == 200);
    }

    @AfterAll
    static void close() {
        STORED.close();
        GATEWAY.close();
    }

    @BeforeEach
    void clear() {
        STORED.clear();
    }

    @Test
    void without_mappings_there_are_no_times() {
        assertThat(get("mappings").body())
                .isEqualTo(
                        """
                        {"mapping_count":0,"oldest_mapping":null,"newest_mapping":null,\
                        "avg_last_used":null,"timestamp":%d}\
                        """
                                .formatted(NOW));
    }

    @Test
    void all_mappings_are_told_in_numbers() {
        STORED.put(List.of(mapping("a", 100_000), mapping("b", 200_999)));

        assertThat(get("mappings").body())
                .isEqualTo(
                        """
                        {"mapping_count":2,"oldest_mapping":99,"newest_mapping":199,\
                        "avg_last_used":150,"timestamp":%d}\
                        """
                                .formatted(NOW));
    }

    @Test
    void a_mapping_is_shown_with_the_beginnings_of_its_ids() {
        var key =
                new ChatKey(
                        "default", "webui", "support", "ann", "\ud83d\ude00-chat-of-ann", "helper");
        var past = new Past(1, "e", "l", new AnswerDigest("a", ""), "", "", "", "");
        long used = (NOW - 5_400) * 1_000;
        STORED.put(
                List.of(
                        new Mapping(
                                "an-id",
                                key,
                                "metadata.chat_id",
                                "\ud83d\ude00conv",
                                "u",
                                past,
                                1_999,
                                used),
                        mapping("younger", used + 1)));

        assertThat(json(get("recent")).at("/recent_mappings/1"))
                .hasToString(
                        """
                        {"webui_chat_id":"\ud83d\ude00-chat-o...","dify_conversation_id":"\ud83d\ude00conv...",\
                        "created_at":1,"last_used":%d,"age_hours":1.5,"id":"%s","client":"webui",\
                        "app":"support","user":"ann","chat_source":"metadata.chat_id",\
                        "model":"helper"}\
                        """
                                .formatted(NOW - 5_400, "an-id"));
    }

    @Test
    void ten_are_shown_unless_another_limit_is_asked_for() {
        STORED.put(IntStream.range(0, 11).mapToObj(i -> mapping("chat-" + i, i)).toList());

        JsonNode ten = json(get("recent"));
        JsonNode all = json(get("recent?limit=1000"));

        assertThat(ten.path("recent_mappings")).hasSize(10);
        assertThat(ten.path("limit").intValue()).isEqualTo(10);
        assertThat(ten.path("timestamp").longValue()).isEqualTo(NOW);
        assertThat(ten.path("next").isString()).isTrue();
        assertThat(all.path("recent_mappings")).hasSize(11);
        assertThat(all.path("limit").intValue()).isEqualTo(1_000);
        assertThat(all.path("next").isNull()).isTrue();
    }

    @Test
    void pages_show_all_that_is_left_alone_once_though_others_are_used_meanwhile() {
        STORED.put(IntStream.range(0, 2_500).mapToObj(i -> mapping("chat-" + i, i / 100)).toList());
        var shown = new ArrayList<String>();

        JsonNode page = json(get("recent?limit=300"));
        while (page.path("next").isString()) {
            shown.addAll(ids(page));
            // One that was shown, and one that was not yet.
            STORED.put(List.of(mapping("chat-2499", NOW * 1_000), mapping("chat-0", NOW * 1_000)));
            page = json(get("recent?limit=300&after=" + page.path("next").stringValue()));
        }
        shown.addAll(ids(page));

        var expected = IntStream.range(1, 2_500).mapToObj(i -> mapping("chat-" + i, 0).id());
        assertThat(shown).containsExactlyInAnyOrderElementsOf(expected.toList());
    }

    private static List<String> ids(JsonNode page) {
        return page.path("recent_mappings")
                .valueStream()
                .map(row -> row.path("id").stringValue())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=-1, limit",
        "limit=1001, limit",
        "limit=99999999999, limit",
        "limit=ten, limit",
        "limit=1.5, limit",
        "limit=%D9%A1, limit",
        "limit=, limit",
        "limit, limit",
        "limit=1&limit=1, limit",
        "after=, after",
        "after=x, after",
        "after=1.a%27, after",
        "after=1.a&after=1.a, after",
        "limit=%, ''"
    })
    void a_page_that_cannot_be_is_refused(String query, String param) {
        Answer answer = get("recent?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-FIELD");
        assertThat(json(answer).at("/error/param").stringValue("")).isEqualTo(param);
    }

    @Test
    void one_mapping_is_forgotten_by_its_id() {
        Mapping gone = mapping("gone", 1);
        STORED.put(List.of(gone, mapping("stays", 1)));

        Answer answer = ask("DELETE", "mappings/" + gone.id(), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"id\":\"%s\",\"deleted\":true}", gone.id());
        assertThat(STORED.chats()).containsExactly("stays");
    }

    @Test
    void a_mapping_that_is_not_there_is_told() {
        STORED.put(List.of(mapping("stays", 1)));

        Answer answer = ask("DELETE", "mappings/stays", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.diagnosis()).isEqualTo("CONVERSATION-UNKNOWN");
        assertThat(STORED.chats()).containsExactly("stays");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                     | 30 | a, b",
                "{}                     | 30 | a, b",
                "{\"max_age_days\":10}   | 10 | a",
                "{\"max_age_days\":1000} | 1000 | 'a, b, c, claimed by nobody'"
            })
    void cleaning_up_forgets_what_was_not_used_for_so_many_days(
            String body, int days, String left) {
        STORED.put(
                List.of(
                        mapping("a", (NOW - 5 * DAY) * 1_000),
                        mapping("b", (NOW - 15 * DAY) * 1_000),
                        mapping("c", (NOW - 31 * DAY) * 1_000)));
        STORED.putUnclaimed("claimed by nobody", (NOW - 31 * DAY) * 1_000);

        Answer answer = ask("POST", "cleanup", body);

        assertThat(STORED.chats()).containsExactly(left.split(", ", -1));
        assertThat(answer.body())
                .isEqualTo(
                        "{\"removed_count\":%d,\"max_age_days\":%d,\"timestamp\":%d}",
                        4 - STORED.chats().size(), days, NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"max_age_days\":\"x\"}    | REQUEST-FIELD | max_age_days",
                "{\"max_age_days\":-1}       | REQUEST-FIELD | max_age_days",
                "{\"max_age_days\":0}        | REQUEST-FIELD | max_age_days",
                "{\"max_age_days\":36501}    | REQUEST-FIELD | max_age_days",
                "{\"max_age_days\":1.5}      | REQUEST-FIELD | max_age_days",
                "{\"days\":1}               | REQUEST-FIELD | days",
                "[1]                        | REQUEST-JSON  | ''",
                "max_age_days=1             | REQUEST-JSON  | ''"
            })
    void cleaning_up_by_nonsense_forgets_nothing(String body, String code, String param) {
        STORED.put(List.of(mapping("ancient", 1)));

        Answer answer = ask("POST", "cleanup", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo(code);
        assertThat(json(answer).at("/error/param").stringValue("")).isEqualTo(param);
        assertThat(STORED.chats()).containsExactly("ancient");
    }

    @Test
    void the_database_tells_of_itself() {
        STORED.put(List.of(mapping("a", 1)));

        JsonNode info = json(get("database/info"));

        assertThat(info.propertyNames())
                .containsExactly(
                        "database_path",
                        "database_size_bytes",
                        "journal_mode",
                        "tables",
                        "mapping_count");
        assertThat(info.path("database_path").stringValue())
                .isEqualTo(GATEWAY.folder().resolve("sluice.db").toString());
        assertThat(info.path("database_size_bytes").longValue()).isGreaterThan(4_096);
        assertThat(info.path("journal_mode").stringValue()).isEqualTo("wal");
        assertThat(info.path("tables").valueStream().map(JsonNode::stringValue))
                .contains("api_keys", "conversations", "unclaimed_conversations");
        assertThat(info.path("mapping_count").intValue()).isOne();
    }

    @Test
    void the_database_is_optimized() {
        Answer answer = ask("POST", "database/optimize", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        """
                        {"status":"success","message":"The database was optimized.",\
                        "timestamp":%d}\
                        """
                                .formatted(NOW));
    }

    @Test
    void a_database_that_is_held_by_another_program_is_told_without_its_place()
            throws SQLException {
        Mapping held = mapping("held", 1);
        STORED.put(List.of(held));
        String url = "jdbc:sqlite:" + GATEWAY.folder().resolve("sluice.db");
        try (var error = new StandardError();
                Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            Answer answer = ask("DELETE", "mappings/" + held.id(), "");

            statement.execute("ROLLBACK");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.diagnosis()).isEqualTo("STATE-AWAY");
            assertThat(answer.header("retry-after")).isEqualTo("5");
            assertThat(answer.body()).doesNotContain(GATEWAY.folder().toString());
            assertThat(error.text())
                    .containsOnlyOnce("a request met a database that is away")
                    .contains("sluice.db is held by another program")
                    .doesNotContain("Exception");
            assertThat(STORED.chats()).containsExactly("held");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mappings", "recent", "database/info"})
    void nobody_else_is_told_anything(String path) {
        STORED.put(List.of(mapping("secret", 1)));
        String key = GATEWAY.gateway().keys().create("of-" + path, Grants.CHAT).key();
        await().until(() -> ask("GET", path, "", key).status() != 401);

        Answer withKey = ask("GET", path, "", key);
        Answer withoutKey = ask("GET", path, "", "");

        assertThat(withKey.status()).isEqualTo(403);
        assertThat(withoutKey.status()).isEqualTo(401);
        assertThat(withKey.body() + withoutKey.body()).doesNotContain("secret", "mapping_count");
    }

    private static Answer get(String path) {
        return ask("GET", path, "");
    }

    private static Answer ask(String method, String path, String body) {
        return ask(method, path, body, KEY);
    }

    private static Answer ask(String method, String path, String body, String key) {
        try (var client = GATEWAY.client()) {
            String head =
                    "%s /v1/conversation/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n"
                            .formatted(method, path, body.length());
            String authorization = key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
            return client.send(head + authorization + "\r\n" + body).answer();
        }
    }

    private static JsonNode json(Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
