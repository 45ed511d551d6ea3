package dev.theseus.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.jdbc.control.ControlAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class ControlDatabaseTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path temporary;

    private Path directory;

    @BeforeEach
    void nameDirectory() {
        directory = temporary.resolve("control");
    }

    /** Whatever a failed test left running must not outlive it. */
    @AfterEach
    void stopServer() throws IOException {
        ServerDirectory place = ServerDirectory.of(directory);
        Postmaster.of(place.data()).flatMap(Postmaster::process).ifPresent(p -> {
            p.destroyForcibly();
            p.onExit().join();
        });
    }

    @Test
    void only_its_owner_can_read_it_and_only_the_password_lets_in() throws Exception {
        try (ControlDatabase database = ControlDatabase.in(directory)) {
            assertThat(permissions(directory)).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("data"))).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("password"))).isEqualTo("rw-------");
            assertThat(permissions(directory.resolve("server.log"))).isEqualTo("rw-------");
            assertThat(Files.readString(directory.resolve("data/pg_hba.conf"))
                            .lines()
                            .filter(line -> !line.startsWith("#") && !line.isBlank()))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("scram-sha-256"));
            ControlAddress address = database.address();
            assertThat(ask(address, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(address, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(address, "SHOW listen_addresses")).isEqualTo("localhost");
            assertThatThrownBy(() -> ask(new ControlAddress(address.url(), "postgres", "guessed"), "SELECT 1"))
                    .isInstanceOf(SQLException.class);
            assertThat(address.toString()).doesNotContain(address.password());
        }
    }

    /** As a program leaves it that is killed while it starts for the first time. */
    @Test
    void a_first_start_that_was_cut_off_is_made_anew() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data/base"));
        Files.writeString(data.resolveSibling("postgresql.conf"), "# half of it");
        Files.writeString(data.resolveSibling("PG_VERSION"), "18");
        Files.createFile(directory.resolve("password"));
        Path making = Files.writeString(directory.resolve("initdb"), "while true; do sleep 1; done");
        Process orphan = new ProcessBuilder(
                        "sh",
                        making.toString(),
                        "-D",
                        directory.toRealPath().resolve("data").toString())
                .start();

        try (ControlDatabase database = ControlDatabase.in(directory)) {
            assertThat(ask(database.address(), "SELECT 1")).isEqualTo("1");
            assertThat(orphan.waitFor(1, TimeUnit.SECONDS)).isTrue();
        } finally {
            orphan.destroyForcibly();
        }

        assertThat(directory.toFile().list((in, name) -> name.startsWith("cut-off")))
                .isEmpty();
    }

    @Test
    void what_was_kept_is_there_after_a_stop_and_a_start() throws Exception {
        try (ControlDatabase database = ControlDatabase.in(directory)) {
            tell(database.address(), "CREATE TABLE kept AS SELECT 'plank' AS what");
        }
        assertThat(Postmaster.of(directory.resolve("data"))).isEmpty();

        try (ControlDatabase database = ControlDatabase.in(directory)) {
            assertThat(ask(database.address(), "SELECT what FROM kept")).isEqualTo("plank");
        }
    }

    @Test
    void the_server_runs_until_its_last_user_leaves() throws Exception {
        ControlDatabase first = ControlDatabase.in(directory);
        ControlDatabase second = ControlDatabase.in(directory);
        assertThat(second.address()).isEqualTo(first.address());

        first.close();
        assertThat(ask(second.address(), "SELECT 1")).isEqualTo("1");

        second.close();
        assertThat(Postmaster.of(directory.resolve("data"))).isEmpty();
    }

    @Test
    void two_processes_share_the_server_whoever_started_it() throws Exception {
        try (OtherProcess other = OtherProcess.using(directory)) {
            try (ControlDatabase database = ControlDatabase.in(directory)) {
                assertThat(database.address().url()).isEqualTo(other.url());
            }
            assertThat(Postmaster.of(directory.resolve("data"))).isPresent();

            try (ControlDatabase database = ControlDatabase.in(directory)) {
                other.endInOrder();
                assertThat(ask(database.address(), "SELECT 1")).isEqualTo("1");
            }
            assertThat(Postmaster.of(directory.resolve("data"))).isEmpty();
        }
    }

    @Test
    void a_server_that_outlived_a_killed_process_is_taken_over() throws Exception {
        String url;
        try (OtherProcess other = OtherProcess.using(directory)) {
            url = other.url();
            other.kill();
        }

        try (ControlDatabase database = ControlDatabase.in(directory)) {
            assertThat(database.address().url()).isEqualTo(url);
            assertThat(ask(database.address(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(Postmaster.of(directory.resolve("data"))).isEmpty();
    }

    @Test
    void a_server_that_does_not_answer_any_more_is_stopped_and_started_anew() throws Exception {
        try (OtherProcess other = OtherProcess.using(directory)) {
            tell(
                    new ControlAddress(
                            other.url(),
                            "postgres",
                            Files.readString(directory.resolve("password")).strip()),
                    "CREATE TABLE kept AS SELECT 'plank' AS what");
            other.kill();
        }
        long stuck = Postmaster.of(directory.resolve("data")).orElseThrow().pid();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(stuck))
                        .start()
                        .waitFor())
                .isZero();

        ServerPatience little = new ServerPatience(Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (ControlDatabase database = ControlDatabase.in(directory, little)) {
            assertThat(Postmaster.of(directory.resolve("data")).orElseThrow().pid())
                    .isNotEqualTo(stuck);
            assertThat(ask(database.address(), "SELECT what FROM kept")).isEqualTo("plank");
        }
    }

    @Test
    void a_process_number_that_belongs_to_another_program_by_now_is_no_obstacle() throws Exception {
        ControlDatabase.in(directory).close();
        Files.write(
                directory.resolve("data/postmaster.pid"),
                List.of(
                        Long.toString(ProcessHandle.current().pid()),
                        directory.resolve("data").toString(),
                        "1700000000",
                        "1"));

        try (ControlDatabase database = ControlDatabase.in(directory)) {
            assertThat(ask(database.address(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_directory_of_another_major_version_is_refused_with_the_remedy() throws Exception {
        ControlDatabase.in(directory).close();
        Files.writeString(directory.resolve("data/PG_VERSION"), "13\n");

        assertThatThrownBy(() -> ControlDatabase.in(directory))
                .isInstanceOf(ControlServerFailed.class)
                .hasMessageContaining("was made by PostgreSQL 13, but this Theseus brings PostgreSQL 18")
                .hasMessageContaining("name another control directory");
    }

    @Test
    void a_database_that_somebody_else_looks_after_is_left_alone() {
        ControlAddress elsewhere = new ControlAddress("jdbc:postgresql://elsewhere/control", "theseus", null);

        try (ControlDatabase database = ControlDatabase.at(elsewhere)) {
            assertThat(database.address()).isEqualTo(elsewhere);
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void tell(ControlAddress address, String sql) throws SQLException {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(ControlAddress address, String sql) throws SQLException {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Connection connect(ControlAddress address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }
}
