package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.jdbc.largeobject.ObjectTransfer;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.PgStripes;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockNumbersTest {

    /**
     * A copier that held the lock of table 1 kept the relay from it, the lag grew, and the throttle stopped the copy.
     */
    @Test
    void no_two_kinds_of_lock_have_the_same_number() {
        assertThat(List.of(
                        PgFence.LOCKS,
                        PgStripes.STRIPE_LOCKS,
                        PgStripes.TABLE_LOCKS,
                        ClaimSession.LOCKS,
                        ObjectTransfer.LOCKS))
                .doesNotHaveDuplicates();
    }
}
