package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    /** In the suite; as many as one has the time for by {@code -Dtheseus.kills=20}. */
    private static final int KILLS = Integer.getInteger("theseus.kills", 8);

    private static final int ROWS = 200_000;
    private static final Duration ENOUGH = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    private TestDatabases databases;

    @BeforeEach
    void createDatabases() throws Exception {
        databases = TestDatabases.create();
        databases.both("""
                CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL, filler text DEFAULT repeat('f', 100));
                CREATE TABLE part (item int, no int, amount numeric(10,2) NOT NULL, PRIMARY KEY (item, no));
                CREATE TABLE scratch (id int PRIMARY KEY, word text);
                """);
        databases.old("""
                CREATE SEQUENCE beyond START 1000000;
                INSERT INTO item SELECT g, 'item ' || g FROM generate_series(1, %1$d) g;
                INSERT INTO part SELECT g %% 1000, g, g / 7.0 FROM generate_series(1, %1$d) g;
                """.formatted(ROWS));
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @Test
    void a_program_killed_at_random_moments_ends_with_equal_databases_and_no_chunk_copied_twice() throws Exception {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        Random random = new Random(seed);
        Path plan = plan();
        Path output = directory.resolve("output.txt");
        try (LiveWriter writer = LiveWriter.start(databases.url(Side.OLD), ROWS, seed)) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (Program program = run(output, plan)) {
                    program.endsWithin(Duration.ofMillis(1_000 + random.nextInt(4_000)));
                }
            }
            assertThat(writer.stop()).isPositive();
        }
        try (Program program = run(output, plan)) {
            assertThat(program.endsWithin(ENOUGH))
                    .as(() -> "seed " + seed + "\n" + read(output))
                    .isTrue();
            assertThat(program.exitCode())
                    .as(() -> "seed " + seed + "\n" + read(output))
                    .isZero();
        }
        for (String table : List.of("item", "part", "scratch")) {
            assertThat(digest(Side.NEW, table)).as(table + ", seed " + seed).isEqualTo(digest(Side.OLD, table));
        }
        assertThat(databases.value(Side.NEW, "SELECT count(*) FROM theseus.chunk WHERE state = 'open'"))
                .isEqualTo("0");
        assertThat(databases.value(Side.NEW, """
                SELECT count(*) FROM theseus.chunk c FULL JOIN theseus.chunk_ledger l USING (table_no, chunk_no)
                WHERE (c.state = 'copied') IS DISTINCT FROM (l.chunk_no IS NOT NULL)""")).isEqualTo("0");
    }

    private static Program run(Path output, Path plan) throws Exception {
        return Program.start(output, "run", plan.toString(), "--until", "verified");
    }

    /** Chunks are small and slow, so that kills fall into the copy as well as before and after it. */
    private Path plan() throws Exception {
        return Files.writeString(
                directory.resolve("plan.yaml"), """
                migration: killed
                old: { url: "%s", user: postgres }
                new: { url: "%s", user: postgres }
                schemas: [public]
                backfill: { chunk: { bytes: 256KiB }, rate: { rows: 25000 } }
                throttle: { duty-cycle: 1.0 }
                """.formatted(withoutUser(Side.OLD), withoutUser(Side.NEW)));
    }

    private String withoutUser(Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    private String digest(Side side, String table) throws Exception {
        return databases.value(
                side, "SELECT count(*) || ' ' || md5(string_agg(t::text, ',' ORDER BY t::text)) FROM " + table + " t");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
