package dev.theseus.jdbc.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.jdbc.guard.Breaker.State;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final List<State> states = new ArrayList<>();
    private final Breaker breaker =
            new Breaker("test", new Breaker.Rule(50, 80, Duration.ofMillis(200), 50, 3), (from, to) -> states.add(to));

    @Test
    void a_database_that_can_not_be_reached_opens_it_at_once_however_well_it_went_before() {
        succeed(50);
        fail(2, new SQLException("gone", "08006"));
        fail(1, new IllegalStateException(new SQLException("shut down", "57P01")));
        fail(1, new SQLTransientConnectionException("no session in time"));
        assertThat(breaker.state()).isEqualTo(State.CLOSED);

        fail(1, new SQLException("refused", "08001"));

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(states).containsExactly(State.OPEN);
        fail(3, new SQLException("refused", "08001"));
        assertThat(states).containsExactly(State.OPEN);
    }

    @Test
    void a_call_that_reaches_it_begins_the_count_anew() {
        succeed(50);
        fail(4, new SQLException("gone", "08006"));
        succeed(1);
        fail(4, new SQLException("gone", "08006"));
        fail(1, new SQLException("no such table", "42P01"));
        fail(4, new SQLException("gone", "08006"));

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void other_errors_open_it_by_their_rate() {
        succeed(25);
        fail(24, new SQLException("no such table", "42P01"));
        assertThat(breaker.state()).isEqualTo(State.CLOSED);

        fail(2, new SQLException("no such table", "42P01"));

        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void one_that_is_told_that_the_database_answers_closes_after_its_trials() {
        fail(5, new SQLException("gone", "08006"));

        breaker.answers();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        succeed(3);

        assertThat(states).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.admission()).isEqualTo(Breaker.Admission.ADMITTED);
            breaker.succeeded(1_000);
        }
    }

    /** Calls that were admitted before it opened may fail afterwards. */
    private void fail(int times, Exception error) {
        for (int i = 0; i < times; i++) {
            breaker.failed(1_000, error);
        }
    }
}
