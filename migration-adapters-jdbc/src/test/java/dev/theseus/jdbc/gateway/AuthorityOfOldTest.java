package dev.theseus.jdbc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Epoch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AuthorityOfOldTest {

    private static final Epoch SECOND = new Epoch(2);
    private static final Epoch THIRD = new Epoch(3);

    private final AtomicReference<Epoch> believed = new AtomicReference<>(Epoch.FIRST);
    private final AtomicReference<Epoch> measured = new AtomicReference<>(Epoch.FIRST);
    private final AuthorityOfOld authority = new AuthorityOfOld(believed::get, measured::get);

    @Test
    void lasts_while_nothing_moves() {
        assertThat(authority.lasts(authority.begin())).isTrue();
    }

    @Test
    void is_over_when_authority_moves_during_the_look() {
        Epoch begun = authority.begin();
        measured.set(SECOND);

        assertThat(authority.lasts(begun)).isFalse();
    }

    @Test
    void is_over_when_authority_moves_there_and_back_during_the_look() {
        Epoch begun = authority.begin();
        measured.set(THIRD);

        assertThat(authority.lasts(begun)).isFalse();
    }

    @Test
    void has_not_begun_for_a_node_that_knows_less_than_the_databases_do() {
        measured.set(THIRD);

        assertThat(authority.lasts(authority.begin())).isFalse();
        believed.set(THIRD);
        assertThat(authority.lasts(authority.begin())).isTrue();
    }

    @Test
    void is_not_while_new_has_it() {
        believed.set(SECOND);
        measured.set(SECOND);

        assertThat(authority.lasts(authority.begin())).isFalse();
    }
}
