package dev.theseus.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome.Refused;
import dev.theseus.jdbc.apply.ApplierContract;
import dev.theseus.jdbc.apply.ApplyLimits;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = MariaServer.INSTALLED, disabledReason = MariaServer.NOT_INSTALLED)
class MariaApplierTest extends ApplierContract<MariaDatabases> {

    @Override
    protected MariaDatabases databases() throws SQLException {
        return MariaDatabases.create();
    }

    @Override
    protected Applier applier(MariaDatabases databases) {
        return databases.adapters.applier(ApplyLimits.DEFAULT);
    }

    @Test
    void compositeKeysOfManyTypesFindTheirRows() throws SQLException {
        databases.old("""
                CREATE TABLE `Mixed Case` (u uuid, at timestamp(6), `C` enum('red', 'o''range'), n decimal(6,2), t varchar(40), b varbinary(9),
                  ch char(5), d date, x bigint unsigned, val text, PRIMARY KEY (u, at, `C`, n, t, b, ch, d, x));
                SET time_zone = '+02:00';
                INSERT INTO `Mixed Case` VALUES ('00000000-0000-0000-0000-00000000000a', '2024-02-01 12:00:00.123456', 'o''range', 1.5,
                  'a\\\\b"c''\\n{,}käse🧀', x'dead', 'ab', '2024-02-29', 18446744073709551615, 'v')""");
        databases.target("""
                CREATE TABLE "Mixed Case" (u uuid, at timestamptz, "C" text, n numeric(6,2), t varchar(40), b bytea, ch varchar(5), d date,
                  x numeric(20,0), "val" text, PRIMARY KEY (u, at, "C", n, t, b, ch, d, x));
                INSERT INTO "Mixed Case" SELECT '00000000-0000-0000-0000-00000000000a', '2024-02-01 10:00:00.123456+00', 'o''range',
                  1.5, E'a\\\\b"c''\\n{,}käse🧀', '\\xdead', 'ab', '2024-02-29', 18446744073709551615, 'stale'""");
        List<String> key = List.of("u", "at", "C", "n", "t", "b", "ch", "d", "x");
        TablePlan mixed =
                databases.plan(2, "Mixed Case", key, List.of("u", "at", "C", "n", "t", "b", "ch", "d", "x", "val"));
        RowKey row = RowKey.of(
                "00000000-0000-0000-0000-00000000000a",
                "2024-02-01 10:00:00.123456+00",
                "o'range",
                "1.50",
                "a\\b\"c'\n{,}käse🧀",
                "\\xdead",
                "ab",
                "2024-02-29",
                "18446744073709551615");
        apply(mixed, Set.of(row));

        assertThat(databases.rows(Side.NEW, "SELECT val FROM \"Mixed Case\"")).containsExactly("(v)");
        databases.old("DELETE FROM `Mixed Case`");
        apply(mixed, Set.of(row));
        assertThat(databases.rows(Side.NEW, "SELECT * FROM \"Mixed Case\"")).isEmpty();
    }

    @Test
    void aKeyWhoseCaseChangedUnderACaseInsensitiveCollationIsOneRowInTheEnd() throws SQLException {
        databases.both("CREATE TABLE tag (name varchar(20) PRIMARY KEY, n int)");
        TablePlan tag = databases.plan(4, "tag", List.of("name"), List.of("name", "n"));
        databases.old("INSERT INTO tag VALUES ('blue', 1)");
        apply(tag, keys("blue"));
        databases.old("UPDATE tag SET name = 'Blue', n = 2");
        apply(tag, keys("blue", "Blue", "BLUE"));

        assertThat(databases.rows(Side.NEW, "SELECT * FROM tag")).containsExactly("(Blue,2)");
    }

    @Test
    void valuesThatPostgresqlCannotHoldAreRefusedByTheNameOfTheirColumn() throws SQLException {
        databases.old("CREATE TABLE odd (id int PRIMARY KEY, seen date, note text); SET sql_mode = '';"
                + " INSERT INTO odd VALUES (1, '0000-00-00', 'a'), (2, '2024-01-01', CONCAT('se', CHAR(0), 'cret'))");
        databases.target("CREATE TABLE odd (id int PRIMARY KEY, seen date, note text)");
        TablePlan odd = databases.plan(5, "odd", List.of("id"), List.of("id", "seen", "note"));

        assertThat(applier.apply(odd, keys("1"), Patience.LEAVE))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                                refused.reason().what())
                        .contains("column seen")
                        .contains("date without"));
        assertThat(applier.apply(odd, keys("2"), Patience.LEAVE))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                                refused.reason().what())
                        .contains("column note")
                        .contains("NUL")
                        .doesNotContain("cret"));
    }
}
