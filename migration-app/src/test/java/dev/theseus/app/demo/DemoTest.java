package dev.theseus.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.jdbc.shop.ShopSize;
import dev.theseus.jdbc.shop.TrafficSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path temporary;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void a_migration_that_brings_everything_over_is_shown_as_equal() throws Exception {
        Path json = temporary.resolve("report.json");

        DemoReport report = show(new AtLast(plan -> {}), Optional.of(json));

        assertThat(report.faults()).isEmpty();
        assertThat(report.served().shop().traffic().committed()).isPositive();
        assertThat(report.served().shop().reads().own().all()).isPositive();
        assertThat(report.atRest().losses().checked())
                .isEqualTo(report.served().shop().traffic().committed());
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("New is equal to old, no write was lost, no request failed.");
        assertThat(Files.readString(json)).contains("\"verdict\" : \"EQUAL\"");
    }

    @Test
    void a_lost_write_a_row_that_differs_and_a_sequence_that_stayed_behind_are_faults() throws Exception {
        DemoReport report = show(
                new AtLast(plan -> onNew(
                        plan,
                        "DELETE FROM shop.journal WHERE serial = 1 AND client = 0;"
                                + " SELECT setval('shop.orders_id_seq', 1)")),
                Optional.empty());

        assertThat(report.faults())
                .hasSize(3)
                .anyMatch(fault -> fault.startsWith("1 committed writes are lost"))
                .anyMatch(fault -> fault.contains("rows of shop.journal differ"))
                .contains("sequence orders_id_seq is behind on new");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Not as it should be:");
    }

    @Test
    void a_migration_that_stopped_is_a_fault_and_is_not_run_again() throws Exception {
        DemoReport report = show((plan, progress) -> RunResult.stopped("the target is full"), Optional.empty());

        assertThat(report.faults()).contains("the migration stopped: the target is full");
    }

    @Test
    void a_directory_that_holds_something_is_not_touched() throws Exception {
        Files.writeString(temporary.resolve("something"), "of somebody's");

        assertThatThrownBy(() -> DemoDirectory.open(Optional.of(temporary)))
                .isInstanceOf(DirectoryNotEmptyException.class);
    }

    private DemoReport show(MigrationRunner runner, Optional<Path> json) throws Exception {
        DemoSettings settings = new DemoSettings(
                new ShopSize(1_000, 1),
                TrafficSettings.alone(2, 500, 1),
                ShiftSettings.NONE,
                Optional.of(temporary.resolve("demo")),
                json);
        Demo.Program program = new Demo.Program(runner, new NoHelm(), Copying::compareAll);
        return new Demo(settings, program, new PrintStream(printed, true, StandardCharsets.UTF_8)).show();
    }

    private static void onNew(Path plan, String sql) {
        try (Connection connection = Copying.connect(plan, Side.NEW);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError("Planting a fault", e);
        }
    }

    /** The reads stay on old here. */
    private static final class NoHelm implements Helm {

        @Override
        public Following follow(Path planFile, Consumer<String> progress) {
            throw new AssertionError("Nobody shifts reads here");
        }

        @Override
        public void advance(Path planFile, Phase to) {
            throw new AssertionError("Nobody shifts reads here");
        }

        @Override
        public void shadow(Path planFile, double sample) {
            throw new AssertionError("Nobody shifts reads here");
        }

        @Override
        public void readFromNew(Path planFile, double percentage) {
            throw new AssertionError("Nobody shifts reads here");
        }

        @Override
        public Moved cutover(Path planFile) {
            throw new AssertionError("Nobody moves authority here");
        }

        @Override
        public Moved rollBack(Path planFile) {
            throw new AssertionError("Nobody moves authority here");
        }

        @Override
        public void complete(Path planFile) {
            throw new AssertionError("Nobody moves authority here");
        }
    }

    /** Lets the clients write during the first run, and copies what is there in the second. */
    private static final class AtLast implements MigrationRunner {

        private final Consumer<Path> afterCopy;
        private int runs;

        AtLast(Consumer<Path> afterCopy) {
            this.afterCopy = afterCopy;
        }

        @Override
        public RunResult run(Path plan, Consumer<String> progress) {
            runs++;
            if (runs == 1) {
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> haveWritten(plan));
            } else {
                Copying.copyAll(plan);
                afterCopy.accept(plan);
            }
            return new RunResult(
                    Optional.empty(), RunResult.Copied.NOTHING, RunResult.Relayed.NOTHING, RunResult.Verified.NOTHING);
        }

        private static boolean haveWritten(Path plan) {
            try (Connection connection = Copying.connect(plan, Side.OLD);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT count(*) >= 20 AND bool_or(serial = 1 AND client = 0) FROM shop.journal")) {
                row.next();
                return row.getBoolean(1);
            } catch (SQLException e) {
                throw new AssertionError("Looking at the journal", e);
            }
        }
    }
}
