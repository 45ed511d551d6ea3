package dev.theseus.app.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LastAnswerTest {

    private final LastAnswer last = new LastAnswer();
    private int made;

    private String answer(Object from) throws InterruptedException {
        byte[] answer = last.from(from, () -> (from + " " + ++made).getBytes(StandardCharsets.UTF_8));
        return new String(answer, StandardCharsets.UTF_8);
    }

    @Test
    void it_is_made_anew_when_what_it_is_made_of_changes_and_not_before() throws Exception {
        assertThat(answer(7L)).isEqualTo("7 1");
        assertThat(answer(7L)).isEqualTo("7 1");
        assertThat(answer(8L)).isEqualTo("8 2");
        assertThat(answer(7L)).isEqualTo("7 3");
    }
}
