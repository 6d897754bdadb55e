package dev.sluice.conversation;

import static dev.sluice.conversation.Chats.key;
import static dev.sluice.conversation.Chats.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.StandardError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The buffer of mappings that are written in batches. */
@Timeout(60)
final class WriteBehindTest {
    private final List<Mapping> written = Collections.synchronizedList(new ArrayList<>());

    @Test
    void everything_is_written_once_and_in_its_order() {
        try (var behind = new WriteBehind(written::addAll)) {
            behind.start();
            for (int turns = 1; turns <= 5_000; turns++) {
                assertThat(behind.offer(mapping("c1", turns))).isTrue();
            }

            await().until(() -> written.size() == 5_000);
        }
        assertThat(written)
                .extracting(mapping -> mapping.past().turns())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void it_is_found_until_it_is_written_and_in_its_newest_state() {
        var during = new ArrayList<Mapping>();
        var behind = new WriteBehind[1];
        behind[0] = new WriteBehind(_ -> during.addAll(behind[0].find(key("c1"))));
        behind[0].offer(mapping("c1", 1));
        behind[0].offer(mapping("c1", 2));
        behind[0].offer(mapping("c2", 1));

        behind[0].flush();

        assertThat(during).containsExactly(mapping("c1", 2));
        assertThat(behind[0].find(key("c1"))).isEmpty();
    }

    @Test
    void a_full_one_takes_no_more_until_something_is_written() {
        var behind = new WriteBehind(written::addAll);
        for (int turns = 1; turns <= WriteBehind.CAPACITY; turns++) {
            behind.offer(mapping("c1", turns));
        }

        assertThat(behind.offer(mapping("c2", 1))).isFalse();
        behind.flush();

        assertThat(behind.offer(mapping("c2", 1))).isTrue();
        assertThat(written).hasSize(WriteBehind.CAPACITY);
    }

    @Test
    void a_batch_that_cannot_be_written_is_told_and_the_next_one_is_written() {
        var broken = new AtomicBoolean(true);
        try (var error = new StandardError();
                var behind =
                        new WriteBehind(batch -> {
                            if (broken.getAndSet(false)) {
                                throw new OutOfMemoryError("of a test");
                            }
                            written.addAll(batch);
                        })) {
            behind.start();
            behind.offer(mapping("c1", 1));
            await().until(() -> behind.find(key("c1")).isEmpty());
            behind.offer(mapping("c2", 1));

            await().until(() -> !written.isEmpty());

            assertThat(error.text()).contains("OutOfMemoryError").contains("not remembered");
        }
        assertThat(written).containsExactly(mapping("c2", 1));
    }

    @Test
    void what_is_left_is_written_at_the_end() {
        var behind = new WriteBehind(written::addAll);
        behind.start();
        behind.offer(mapping("c1", 1));

        behind.close();

        assertThat(written).containsExactly(mapping("c1", 1));
    }
}
