package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MailboxTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir private Path folder = Path.of("");

    @Test
    void a_request_is_answered_by_the_one_who_looks() {
        var mailbox = new Mailbox(folder);
        var asked = CompletableFuture.supplyAsync(() -> new Mailbox(folder).ask("id-1", LONG));

        await().until(() -> mailbox.request().isPresent());
        assertThat(mailbox.request()).contains("id-1");
        var answer = new Mailbox.Answer(true, "one line\nand another");
        mailbox.answer("id-1", answer);

        assertThat(asked.join()).contains(answer);
        assertThat(mailbox.request()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_answer_to_somebody_else_is_none() {
        var mailbox = new Mailbox(folder);
        mailbox.answer("id-0", new Mailbox.Answer(false, "late"));

        assertThat(mailbox.ask("id-1", Duration.ofMillis(50))).isEmpty();
    }

    @Test
    void a_request_that_nobody_answered_is_taken_back() {
        var mailbox = new Mailbox(folder);

        assertThat(mailbox.ask("id-1", Duration.ofMillis(50))).isEmpty();

        assertThat(mailbox.request()).isEmpty();
    }
}
