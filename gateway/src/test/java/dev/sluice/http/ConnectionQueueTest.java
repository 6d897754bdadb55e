package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectionQueueTest {
    private final ConnectionQueue queue = new ConnectionQueue(1, 2);
    private final List<String> turns = new ArrayList<>();
    private final Runnable first = new Turn("first", turns);
    private final Runnable second = new Turn("second", turns);
    private final Runnable third = new Turn("third", turns);

    @Test
    void calls_get_a_place_in_the_order_they_came() {
        assertThat(queue.enter(() -> {})).isTrue();
        assertThat(queue.enter(first)).isFalse();
        assertThat(queue.enter(second)).isFalse();

        queue.giveBack();
        queue.giveBack();

        assertThat(turns).containsExactly("first", "second");
    }

    @Test
    void only_so_many_may_wait_and_who_leaves_makes_room() {
        queue.enter(() -> {});
        queue.enter(first);
        queue.enter(second);
        assertThatThrownBy(() -> queue.enter(third))
                .isInstanceOf(ConnectionPoolTooBusyException.class);

        queue.leave(first);
        queue.enter(third);
        queue.giveBack();
        queue.giveBack();

        assertThat(turns).containsExactly("second", "third");
    }

    @Test
    void a_place_that_nobody_waits_for_is_free() {
        queue.enter(() -> {});
        queue.giveBack();

        assertThat(queue.enter(first)).isTrue();
        assertThat(queue.enter(second)).isFalse();
    }

    private record Turn(String name, List<String> turns) implements Runnable {
        @Override
        public void run() {
            turns.add(name);
        }
    }
}
