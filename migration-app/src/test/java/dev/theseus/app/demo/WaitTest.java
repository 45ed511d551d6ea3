package dev.theseus.app.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitTest {

    private static final String WHAT = "the nodes to read from new again";

    @Test
    void goes_on_while_there_is_time() {
        assertThatCode(() -> new Wait(WHAT, new LastOrders()).goOn("not yet")).doesNotThrowAnyException();
    }

    @Test
    void that_ran_out_says_what_for_how_long_what_is_missing_and_what_to_do() {
        Wait wait = new Wait(WHAT, new LastOrders(), Duration.ofSeconds(-1));

        assertThatThrownBy(() -> wait.goOn("new answers 0 %"))
                .isInstanceOf(WaitRanOut.class)
                .hasMessageStartingWith("The demonstration waited -1 s for " + WHAT + ", in vain (new answers 0 %).")
                .hasMessageContaining("with fewer rows");
    }
}
