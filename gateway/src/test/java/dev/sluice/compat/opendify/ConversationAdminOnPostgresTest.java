package dev.sluice.compat.opendify;

import static dev.sluice.conversation.StoredMappings.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.Grants;
import dev.sluice.conversation.StoredMappings;
import dev.sluice.testing.Answer;
import dev.sluice.testing.TestGateway;
import dev.sluice.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same routes where the truth is on a server. */
final class ConversationAdminOnPostgresTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    @Test
    void the_routes_work_and_the_address_of_the_server_is_told_to_nobody(@TempDir Path folder) {
        String url = POSTGRES.newDatabase();
        var keys = AccessConfig.of(AccessConfig.Mode.KEYS);
        try (var gateway = TestGateway.with().access(keys).database(url).start();
                var stored = StoredMappings.in(folder, url)) {
            stored.put(List.of(mapping("a", 1), mapping("b", 2), mapping("c", 3)));
            String key = gateway.gateway().keys().create("root", Grants.ALL).key();
            await().until(() -> ask(gateway, key, "GET", "mappings").status() == 200);

            Answer info = ask(gateway, key, "GET", "database/info");
            Answer optimized = ask(gateway, key, "POST", "database/optimize");
            Answer recent = ask(gateway, key, "GET", "recent?limit=2");
            Answer removed = ask(gateway, key, "POST", "cleanup");

            assertThat(info.body())
                    .startsWith("{\"database_path\":null,\"database_size_bytes\":")
                    .contains("\"journal_mode\":null", "\"conversations\"", "\"mapping_count\":3")
                    .doesNotContain("postgres", "localhost");
            assertThat(optimized.body()).contains("\"status\":\"success\"");
            assertThat(recent.body()).contains("\"next\":\"2.");
            assertThat(removed.body()).contains("\"removed_count\":3");
        }
    }

    private static Answer ask(TestGateway gateway, String key, String method, String path) {
        try (var client = gateway.client()) {
            return client.send(
                            "%s /v1/conversation/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nAuthorization: Bearer %s\r\n\r\n"
                                    .formatted(method, path, key))
                    .answer();
        }
    }
}
