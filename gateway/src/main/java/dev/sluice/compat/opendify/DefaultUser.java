package dev.sluice.compat.opendify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.registry.UpstreamConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks Dify which conversations belong to the user that OpenDify made of everybody without a name.
 * Listing them costs no tokens.
 */
final class DefaultUser implements AutoCloseable {
    private static final String USER = OpenDifyUsers.NAMES.prefix() + OpenDifyUsers.NAMES.shared();
    private static final int PAGE_ROWS = 100;

    /** As many rows as there can be mappings. */
    private static final int MOST_PAGES = 5_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST_PAGE_BYTES = 8 << 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Duration patience;
    private final HttpClient client;

    DefaultUser() {
        this(PATIENCE);
    }

    /**
     * @param patience for each page
     */
    DefaultUser(Duration patience) {
        this.patience = patience;
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(patience)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * What was learnt.
     *
     * @param conversations of the default user
     * @param failures why an app, or a whole server, could not be asked
     */
    record Learnt(Set<String> conversations, List<String> failures) {
        public Learnt {
            conversations = Set.copyOf(conversations);
            failures = List.copyOf(failures);
        }
    }

    /** An app did not answer as Dify does. */
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean byNobody;

        /**
         * @param byNobody whether there was no answer at all
         */
        Unanswered(String why, boolean byNobody) {
            super(why);
            this.byNobody = byNobody;
        }
    }

    /** Whose conversations are these, as far as the apps tell. */
    Learnt ask(List<UpstreamConfig> apps) {
        var conversations = new HashSet<String>();
        var failures = new ArrayList<String>();
        // Each takes its time, and the apps of one server are away together.
        var away = new HashSet<URI>();
        for (UpstreamConfig app : apps) {
            try {
                if (!away.contains(app.url())) {
                    ask(app, conversations);
                }
            } catch (Unanswered told) {
                failures.add(app.name() + " at " + app.url() + ": " + told.getMessage());
                if (told.byNobody) {
                    away.add(app.url());
                }
            }
        }
        return new Learnt(conversations, failures);
    }

    private void ask(UpstreamConfig app, Set<String> conversations) throws Unanswered {
        String last = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode rows = page(app, last);
            String end = last;
            for (JsonNode row : rows.path("data")) {
                end = row.path("id").asString("");
                conversations.add(end);
            }
            if (!rows.path("has_more").asBoolean(false) || end.equals(last)) {
                return;
            }
            last = end;
        }
    }

    private JsonNode page(UpstreamConfig app, String last) throws Unanswered {
        String after = last.isEmpty() ? "" : "&last_id=" + URLEncoder.encode(last, UTF_8);
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        app.url()
                                                + "/conversations?user="
                                                + USER
                                                + "&limit="
                                                + PAGE_ROWS
                                                + after))
                        .header("Authorization", "Bearer " + app.key())
                        .build();
        HttpResponse<String> answer = answer(request);
        JsonNode body = json(answer);
        // Workflows and text generators have no conversations.
        boolean none =
                answer.statusCode() == 400 && body.path("code").asString("").equals("not_chat_app");
        if (!none && (answer.statusCode() != 200 || !body.path("data").isArray())) {
            throw new Unanswered("it answered " + answer.statusCode() + " without a list", false);
        }
        return body;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException _) {
            return JSON.missingNode();
        }
    }

    /** The client's own timeouts end with the head of an answer. */
    private HttpResponse<String> answer(HttpRequest request) throws Unanswered {
        var body = BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_PAGE_BYTES);
        var call = new FutureTask<>(() -> client.send(request, body));
        Thread.startVirtualThread(call);
        try {
            return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException unreachable) {
                throw new Unanswered(unreachable.getClass().getSimpleName(), true);
            }
            throw new IllegalStateException("the call failed", failed.getCause());
        } catch (TimeoutException _) {
            call.cancel(true);
            throw new Unanswered("it took longer than " + patience.toMillis() + " ms", true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Unanswered("the wait was interrupted", true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
