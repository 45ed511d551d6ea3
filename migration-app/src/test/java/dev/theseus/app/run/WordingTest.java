package dev.theseus.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.preparation.AlreadyInUse;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WordingTest {

    static Stream<RuntimeException> ours() {
        return Stream.of(
                new DatabaseRefused(Side.NEW, "42501", "the new database refused"),
                new DatabaseUnavailable(Side.OLD, "copy", new SQLException("gone")),
                new CaptureRefused(new TableName("public", "users"), "process 7"),
                new AlreadyInUse(Side.OLD, "another"),
                new IllegalTransition("the migration is paused"));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void what_was_written_for_people_is_told(RuntimeException ours) {
        assertThat(Wording.reason(ours)).isEqualTo(ours.getMessage());
    }

    @Test
    void of_other_errors_only_the_kind_is_told_because_their_text_may_hold_values() {
        assertThat(Wording.reason(new IllegalStateException("Key (email)=(secret) exists")))
                .contains("IllegalStateException")
                .doesNotContain("secret");
    }
}
