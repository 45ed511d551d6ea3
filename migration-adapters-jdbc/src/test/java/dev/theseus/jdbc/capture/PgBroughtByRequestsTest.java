package dev.theseus.jdbc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.BroughtByRequests;
import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.changelog.BroughtOver.Extent;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgBroughtByRequestsTest {

    private static final RowKey KEY = RowKey.of("1");

    private TestDatabases databases;
    private ChangeLog log;
    private BroughtByRequests brought;
    private TablePlan one;
    private TablePlan two;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.old(PgCapture.ddl(Side.OLD));
        log = PgCapture.log(databases.on(Side.OLD));
        brought = PgCapture.broughtByRequests(databases.on(Side.OLD));
        one = databases.plan(1, "one", List.of("id"), List.of("id"));
        two = databases.plan(2, "two", List.of("id"), List.of("id"));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private BroughtOver lately(Duration past) {
        return brought.lately(List.of(one, two), past);
    }

    private void retireAll() {
        brought.retire(log.pending(Set.of(1, 2), List.of(), 100));
    }

    @Test
    void whatIsRetiredIsRemembered() {
        log.append(one, List.of(KEY, RowKey.of("2")));
        log.append(one, List.of(KEY));
        log.append(two, List.of(RowKey.of("3")));
        brought.retire(log.pending(Set.of(1), List.of(), 100));

        assertThat(log.pending(Set.of(1), List.of(), 100)).isEmpty();
        assertThat(lately(Duration.ofMinutes(1)).rows(one)).containsExactlyInAnyOrder(KEY, RowKey.of("2"));
        assertThat(lately(Duration.ofMinutes(1)).of(two)).isEqualTo(Extent.NOTHING);
    }

    @Test
    void whatTheRelayHasRetiredBeforeIsTheRelaysToRemember() {
        log.append(one, List.of(KEY));
        var entries = log.pending(Set.of(1), List.of(), 100);
        log.retire(entries, (table, micros) -> {});
        brought.retire(entries);

        assertThat(lately(Duration.ofMinutes(1))).isEqualTo(BroughtOver.NOTHING);
    }

    @Test
    void whatWasRetiredEarlierIsNotNamedAndForgottenInTheEnd() throws SQLException {
        String remember = "INSERT INTO theseus.brought_by_requests SELECT 1, ARRAY['9'], now() - interval '%d minutes'";
        databases.old(remember.formatted(5));
        databases.old(remember.formatted(11));
        log.append(one, List.of(KEY));
        retireAll();

        assertThat(lately(Duration.ofMinutes(4)).rows(one)).containsExactly(KEY);
        assertThat(lately(Duration.ofMinutes(6)).rows(one)).containsExactlyInAnyOrder(KEY, RowKey.of("9"));
        assertThat(databases.value(Side.OLD, "SELECT count(*) FROM theseus.brought_by_requests"))
                .isEqualTo("2");
    }

    @Test
    void ofALongerTimeThanItIsRememberedNothingIsKnown() {
        assertThat(lately(BroughtByRequests.REMEMBERED.plusMillis(1)))
                .isEqualTo(BroughtOver.unknown(List.of(one, two)));
    }

    @Test
    void bookkeepingOfAnEarlierVersionRetiresAndKnowsNothing() throws SQLException {
        databases.old("DROP TABLE theseus.brought_by_requests");
        log.append(one, List.of(KEY));
        retireAll();

        assertThat(log.pending(Set.of(1), List.of(), 100)).isEmpty();

        assertThat(lately(Duration.ofMinutes(1))).isEqualTo(BroughtOver.unknown(List.of(one, two)));
    }

    @Test
    void afterATruncateAnyRowMayHaveGone() throws SQLException {
        databases.old("INSERT INTO theseus.change_log (table_no, key) VALUES (1, NULL)");
        retireAll();

        assertThat(lately(Duration.ofMinutes(1)).of(one)).isEqualTo(Extent.ANY_ROW);
    }
}
