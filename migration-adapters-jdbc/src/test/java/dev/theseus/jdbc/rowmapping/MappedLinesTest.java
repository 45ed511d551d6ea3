package dev.theseus.jdbc.rowmapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.RowMapping;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.Sql;
import dev.theseus.jdbc.testing.TestDatabases;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappedLinesTest {

    private TestDatabases databases;

    @BeforeEach
    void begin() throws SQLException {
        databases = TestDatabases.create();
    }

    @AfterEach
    void end() {
        databases.close();
    }

    enum Mood {
        SAD,
        glad
    }

    /** A component of every type that a column may become. */
    record Everything(
            long id,
            @Nullable String text,
            @Nullable Boolean truth,
            @Nullable Short small,
            @Nullable Integer whole,
            @Nullable Float single,
            @Nullable Double twice,
            @Nullable BigDecimal exact,
            @Nullable BigInteger huge,
            @Nullable UUID uuid,
            @Nullable LocalDate day,
            @Nullable LocalTime time,
            @Nullable LocalDateTime then,
            @Nullable OffsetDateTime there,
            @Nullable Instant instant,
            @Nullable ByteBuffer bytes,
            @Nullable Mood mood) {}

    private static final class Same implements RowMapping<Everything, Everything> {

        @Override
        public Class<Everything> oldRow() {
            return Everything.class;
        }

        @Override
        public Class<Everything> newRow() {
            return Everything.class;
        }

        @Override
        public Everything toNew(Everything row) {
            return row;
        }

        @Override
        public Everything toOld(Everything row) {
            return row;
        }
    }

    @Test
    void everyTypeGoesThroughARecordAndArrivesAsItWas() throws Exception {
        databases.both("""
                CREATE TYPE mood AS ENUM ('SAD', 'glad');
                CREATE TABLE everything (id bigint PRIMARY KEY, text text, truth boolean, small smallint, whole int, single real,
                  twice double precision, exact numeric, huge numeric(80), uuid uuid, day date, time time, "then" timestamp,
                  there timestamptz, instant timestamptz, bytes bytea, mood mood)""");
        databases.old("""
                INSERT INTO everything VALUES
                (1, E'tab\\tline\\r\\nback\\\\ 漢 😀 \\b\\f\\v', true, -32768, 2147483647, '-0', 'NaN', 1.00, 1e79, gen_random_uuid(),
                  '0044-03-15 BC', '00:00:00.000001', '0044-03-15 10:00 BC', '0001-01-01 00:00+14', '1883-11-18 12:03:58-04:56:02',
                  '\\x00ff', 'SAD'),
                (2, '', false, 0, 0, 'Infinity', '5e-324', 0.000, 0, gen_random_uuid(), '12345-12-31', '23:59:59.999999',
                  '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999+00', 'epoch', '', 'glad'),
                (3, '\\N', NULL, NULL, NULL, 0.1, 0.1, -123456789012345678901234567890.1234567890, -1, NULL, '2024-02-29', '12:00',
                  '2024-02-29', '2024-02-29 12:00+05:30', 'epoch', '\\x5c4e', 'SAD'),
                (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)""");

        assertThat(flow("everything", MappedLines.of(new Same(), Direction.FORWARD, List.of("id"))))
                .isEqualTo(4);

        String rows = "SELECT * FROM everything ORDER BY id";
        assertThat(databases.rows(Side.NEW, rows)).hasSize(4).isEqualTo(databases.rows(Side.OLD, rows));
    }

    @Test
    void aNameBecomesTwoAndOneAgain() throws Exception {
        databases.old(
                "CREATE TABLE users (id bigint PRIMARY KEY, name text, \"E-Mail\" text);"
                        + " INSERT INTO users SELECT i, nullif('First' || i || ' van  Last', 'First3 van  Last'), 'a' FROM generate_series(1, 2000) i");
        databases.target("CREATE TABLE users (id bigint PRIMARY KEY, first_name text, last_name text, mail text)");

        assertThat(flow("users", MappedLines.of(new UserMapping(), Direction.FORWARD, List.of("id"))))
                .isEqualTo(2000);

        assertThat(databases.rows(Side.NEW, "SELECT * FROM users WHERE id IN (3, 7) ORDER BY id"))
                .containsExactly("(3,,,a)", "(7,First7,\"van  Last\",a)");
        List<String> before = databases.rows(Side.OLD, "SELECT * FROM users ORDER BY id");
        databases.old("TRUNCATE users");
        MappedLines back = MappedLines.of(new UserMapping(), Direction.REVERSE, List.of("id"));
        flow(Side.NEW, "users", back);
        assertThat(databases.rows(Side.OLD, "SELECT * FROM users ORDER BY id")).isEqualTo(before);
    }

    @Test
    void aRowThatCannotBeMappedIsNamedByItsKeyAndNothingOfItIsTold() throws Exception {
        databases.old("CREATE TABLE users (id bigint PRIMARY KEY, name text, \"E-Mail\" text);"
                + " INSERT INTO users VALUES (1, 'a b', 'm'), (77, 'nobody', 'm')");
        databases.target("CREATE TABLE users (id bigint PRIMARY KEY, first_name text, last_name text, mail text)");
        MappedLines lines = MappedLines.of(new UserMapping(), Direction.FORWARD, List.of("id"));

        assertThatThrownBy(() -> flow("users", lines))
                .isInstanceOf(SQLDataException.class)
                .hasCauseInstanceOf(UnmappableRow.class)
                .hasMessage("The row with the key [77] can't be mapped: the mapping failed with IllegalStateException");
        assertThat(databases.value(Side.NEW, "SELECT count(*) FROM users")).isEqualTo("0");
    }

    @Test
    void aValueThatTheRecordCannotHoldIsNamedByItsColumn() {
        MappedLines lines = MappedLines.of(new Same(), Direction.FORWARD, List.of("id"));
        String rest = "\t\\N".repeat(15) + "\n";

        assertThatThrownBy(() -> lines.map(("\\N\ta" + rest).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnmappableRow.class)
                .hasMessageContaining("column id is NULL");
        assertThatThrownBy(() -> lines.map(
                        "5\ta\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\tinfinity\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n"
                                .getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnmappableRow.class)
                .hasMessage("The row with the key [5] can't be mapped: column day holds a value that is no LocalDate");
    }

    record Unfit(int id, List<String> tags) {}

    @Test
    void aComponentThatNoColumnBecomesIsRefusedBeforeAnythingIsRead() {
        assertThatThrownBy(() -> RecordForm.of(Unfit.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Component tags")
                .hasMessageContaining("of type List");
    }

    record Stamped(LocalDateTime at, long no, String text) {}

    record Kept(LocalDateTime at, long no, String text) {}

    /** Carries the time, and the number unless the text says otherwise. */
    static final class Stamping implements RowMapping<Stamped, Kept> {
        @Override
        public Class<Stamped> oldRow() {
            return Stamped.class;
        }

        @Override
        public Class<Kept> newRow() {
            return Kept.class;
        }

        @Override
        public Kept toNew(Stamped row) {
            return new Kept(row.at(), row.text().equals("other") ? 0 : row.no(), row.text() + "!");
        }

        @Override
        public Stamped toOld(Kept row) {
            return new Stamped(row.at(), row.no(), row.text());
        }
    }

    private static MappedLines stamping() {
        return MappedLines.of(
                new Image(
                        List.of("at", "no"),
                        List.of("at", "no"),
                        List.of(
                                new MappedColumn("text", new Expression.Java(Stamping.class.getName())),
                                MappedColumn.same("at"),
                                MappedColumn.same("no")),
                        List.of(),
                        Optional.empty()),
                Direction.FORWARD);
    }

    private static String mapped(String line) {
        return new String(stamping().map(line.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void theKeyPassesAsItStandsAndWhatStandsBehindTheRowTooInTheOrderOfTheImage() {
        assertThat(mapped("2025-01-31 10:00:00\t7\ta\tbehind\n")).isEqualTo("a!\t2025-01-31 10:00:00\t7\tbehind\n");
    }

    @Test
    void aMappingThatGivesARowAnotherKeyHasNoRowForIt() {
        assertThatThrownBy(() -> mapped("2025-01-31 10:00:00\t7\tother\n"))
                .isInstanceOf(UnmappableRow.class)
                .hasMessageContaining("[2025-01-31 10:00:00, 7]")
                .hasMessageContaining("the mapping gives column no of the key another value");
    }

    @Test
    void halfACharacterIsNoQuestionMark() {
        assertThatThrownBy(() -> CopyLine.of(List.of("\uD83D")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThat(new String(CopyLine.of(List.of("\uD83D\uDE00")), StandardCharsets.UTF_8))
                .isEqualTo("\uD83D\uDE00\n");
        assertThat(new String(CopyLine.of(List.of("why?")), StandardCharsets.UTF_8))
                .isEqualTo("why?\n");
    }

    @Test
    void aLineKeepsWhatStandsBetweenEscapedCharacters() {
        List<String> values = List.of("\\x00ff", "a\tb\\\\c\n", "", "\b\f\r\u000b\u0001é", "\\");

        byte[] line = CopyLine.of(values);

        assertThat(new String(line, StandardCharsets.UTF_8))
                .isEqualTo("\\\\x00ff\ta\\tb\\\\\\\\c\\n\t\t\\b\\f\\r\\v\u0001é\t\\\\\n");
        assertThat(CopyLine.values(line)).isEqualTo(values);
    }

    @Test
    void aMappingIsFoundByTheNameOfItsClassOrTheErrorSaysWhatToDo() {
        assertThat(RowMappings.named(UserMapping.class.getName())).isInstanceOf(UserMapping.class);
        assertThatThrownBy(() -> RowMappings.named("com.example.Gone"))
                .hasMessage(
                        "There is no class com.example.Gone on the class path: correct the name, or put the jar that"
                                + " holds it there (for the program: java -Dloader.path=FILE.jar -jar theseus.jar …)");
        assertThatThrownBy(() -> RowMappings.named("java.lang.Object")).hasMessageContaining("is no mapping");
        assertThatThrownBy(() -> RowMappings.named("java.lang.Integer"))
                .hasMessageContaining("constructor without parameters");
    }

    private long flow(String table, MappedLines lines) throws Exception {
        return flow(Side.OLD, table, lines);
    }

    private long flow(Side from, String table, MappedLines lines) throws Exception {
        try (Connection source = databases.on(from).connect();
                Connection target = databases.on(from.other()).connect()) {
            CopyPipe<SQLException> pipe = new CopyPipe<>(new Thrown(), CopyPipe.Pace.FREE, lines::map);
            String name = "public." + table;
            long rows = pipe.flow(
                            source,
                            "COPY (SELECT " + Sql.list(lines.sourceColumns()) + " FROM " + name + ") TO STDOUT",
                            target,
                            "COPY " + name + " (" + Sql.list(lines.targetColumns()) + ") FROM STDIN")
                    .rows();
            target.commit();
            source.rollback();
            return rows;
        }
    }

    private static final class Thrown implements CopyPipe.Failures<SQLException> {

        @Override
        public SQLException ofSource(SQLException error) {
            return error;
        }

        @Override
        public SQLException ofTarget(SQLException error) {
            return error;
        }
    }
}
