package dev.theseus.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.bench.BenchSettings.Part;
import dev.theseus.app.bench.Contender.Trial;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {

    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    private final List<String> steps = new ArrayList<>();

    @Test
    void each_round_begins_with_another_contender() {
        hold(2, contender("a", Trial.PEER, "done"), contender("b", Trial.PEER, "done"));

        assertThat(steps)
                .containsExactly(
                        "prepare a",
                        "run a",
                        "clear a",
                        "prepare b",
                        "run b",
                        "clear b",
                        "prepare b",
                        "run b",
                        "clear b",
                        "prepare a",
                        "run a",
                        "clear a");
    }

    @Test
    void a_wrong_answer_has_no_speed() {
        Standings standings = hold(2, contender("a", Trial.PEER, "done"), contender("b", Trial.PEER, "wrong"));

        assertThat(standings.seconds()).containsOnlyKeys("a");
        assertThat(standings.failures()).isEmpty();
        assertThat(steps.stream().filter("run b"::equals)).hasSize(1);
    }

    @Test
    void a_failure_of_theseus_is_the_benchmarks() {
        Standings standings = hold(1, contender("Theseus", Trial.THESEUS, "wrong"));

        assertThat(standings.failures()).singleElement().asString().contains("Theseus", "wrong answer");
    }

    @Test
    void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        assertThat(Standings.median(List.of(4.0, 1.0, 9.0))).isEqualTo(4.0);
        assertThat(Standings.median(List.of(4.0, 1.0, 9.0, 2.0))).isEqualTo(3.0);
    }

    @Test
    void options_are_read_and_unknown_ones_are_refused() {
        BenchSettings settings = BenchSettings.parse("--scale", "0.5", "--only", "copy,verify");

        assertThat(settings.scale()).isEqualTo(0.5);
        assertThat(settings.parts()).containsExactlyInAnyOrder(Part.COPY, Part.VERIFY);
        assertThatThrownBy(() -> BenchSettings.parse("--size", "1")).hasMessageContaining("no option --size");
        assertThatThrownBy(() -> BenchSettings.parse("--old", "jdbc:postgresql://a/b"))
                .hasMessageContaining("--old goes with --new");
    }

    private Standings hold(int rounds, Contender... contenders) {
        return new Contest("test", NOWHERE, List.of(contenders)).hold(rounds);
    }

    private Contender contender(String name, Trial trial, String answer) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Trial trial() {
                return trial;
            }

            @Override
            public void prepare() {
                steps.add("prepare " + name);
            }

            @Override
            public void run() {
                steps.add("run " + name);
            }

            @Override
            public void check() {
                if (answer.equals("wrong")) {
                    throw new IllegalStateException("wrong answer");
                }
            }

            @Override
            public void clear() {
                steps.add("clear " + name);
            }
        };
    }
}
