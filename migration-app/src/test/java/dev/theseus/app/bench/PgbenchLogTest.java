package dev.theseus.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.bench.PgbenchLog.Seen;
import dev.theseus.app.bench.PgbenchLog.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgbenchLogTest {

    @TempDir
    Path directory;

    @Test
    void each_transaction_belongs_to_the_time_in_which_it_ended() throws Exception {
        Files.writeString(directory.resolve("log.7"), """
                0 1 4000 0 1000 999999
                0 2 1000 0 1001 0
                0 3 3000 0 1002 500000
                """);
        Files.writeString(directory.resolve("log.7.1"), """
                1 1 2000 0 1001 250000 12
                1 2 9000 0 1003 0
                1 3 5000 0 1004 0
                1 4 5000 0 10""");

        List<Seen> seen = PgbenchLog.read(directory, List.of(span(1001, 1003), span(1003, 1004)));

        assertThat(seen).containsExactly(new Seen(1.5, 2, 3), new Seen(1, 9, 9));
    }

    @Test
    void a_time_without_a_transaction_is_no_measurement() throws Exception {
        Files.writeString(directory.resolve("log.7"), "0 1 4000 0 1000 0\n");

        assertThatThrownBy(() -> PgbenchLog.read(directory, List.of(span(2000, 2001))))
                .hasMessageContaining("no transaction");
    }

    @Test
    void a_ratio_says_how_sure_it_is() {
        Ratio ratio = Ratio.of(List.of(8.0, 2.0), List.of(4.0, 4.0));

        assertThat(ratio.mean()).isCloseTo(1, Offset.offset(1e-9));
        // the logarithms are ln 2 and -ln 2, whose standard error is ln 2
        assertThat(ratio.high()).isCloseTo(Math.pow(2, 1.96), Offset.offset(1e-9));
        assertThat(ratio.low()).isCloseTo(Math.pow(2, -1.96), Offset.offset(1e-9));
    }

    private static Span span(long from, long to) {
        return new Span(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
    }
}
