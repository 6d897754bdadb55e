package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may hold how much. */
final class ByteBudgetTest {
    private static final long LIMIT = 1_000_000;
    private static final long PIECE = 1_000;

    private final ByteBudget budget = new ByteBudget(LIMIT);

    @Test
    void one_caller_holds_at_most_half() {
        assertThat(taken("greedy")).isEqualTo(LIMIT / 2);
        assertThat(budget.reserve("greedy", 1)).isFalse();
    }

    @Test
    void beside_one_who_takes_all_it_can_another_has_half_of_the_rest() {
        taken("greedy");

        assertThat(taken("other")).isEqualTo(LIMIT / 4);
    }

    @Test
    void however_many_take_all_they_can_there_is_room_for_one_more() {
        for (int i = 0; i < 5; i++) {
            taken("greedy " + i);
        }

        assertThat(taken("other")).isBetween(LIMIT / 200, LIMIT / 50);
    }

    @Test
    void what_is_released_can_be_had_again() {
        long held = taken("greedy");
        budget.release("greedy", held);

        assertThat(budget.held()).isZero();
        assertThat(taken("other")).isEqualTo(LIMIT / 2);
    }

    @Test
    void the_account_of_an_exchange_is_fixed_while_it_holds_something() {
        var first = new Reservation(budget, () -> "address");
        first.of("key");
        assertThat(first.grow(LIMIT / 2)).isTrue();
        first.of("other");

        assertThat(first.grow(1)).isFalse();
        assertThat(first.account()).isEqualTo("key");
        assertThat(budget.reserve("address", LIMIT / 4)).isTrue();
    }

    @Test
    void what_is_held_until_the_answer_begins_is_released_then_and_the_rest_at_the_end() {
        var reservation = new Reservation(budget, () -> "key");
        reservation.grow(10);
        reservation.growUntilAnswer(100);

        reservation.answerBegins();
        assertThat(budget.held()).isEqualTo(10);
        reservation.close();
        reservation.close();
        reservation.shrink(5);

        assertThat(budget.held()).isZero();
        assertThat(reservation.grow(1)).isFalse();
    }

    private long taken(String caller) {
        long taken = 0;
        while (budget.reserve(caller, PIECE)) {
            taken += PIECE;
        }
        return taken;
    }
}
