package dev.theseus.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change.KeyChanged;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.capture.ChangeLogContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = MariaServer.INSTALLED, disabledReason = MariaServer.NOT_INSTALLED)
class MariaChangeLogTest extends ChangeLogContract<MariaDatabases> {

    private static final String NOTE = "INSERT INTO theseus.change_log (table_no, row_key) VALUES (1, '%s')";

    @Override
    protected MariaDatabases databases() throws SQLException {
        return MariaDatabases.create();
    }

    @Override
    protected ChangeLog log(MariaDatabases databases) {
        return databases.adapters.log();
    }

    @Override
    protected void truncate(TablePlan table) throws SQLException {
        databases.old("INSERT INTO theseus.change_log (table_no, row_key) VALUES (" + table.number() + ", NULL)");
    }

    @Test
    void anEntryWithALowerIdThatIsCommittedLaterIsSeen() throws SQLException {
        try (Connection slow = databases.session();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute(NOTE.formatted("slow"));
            databases.old(NOTE.formatted("fast"));

            assertThat(pending()).extracting(LogEntry::change).containsExactly(new KeyChanged(RowKey.of("fast")));
            log.retire(pending(), (table, micros) -> {});
            slow.commit();
        }

        assertThat(pending()).extracting(LogEntry::change).containsExactly(new KeyChanged(RowKey.of("slow")));
    }

    @Test
    void keysThatDifferByCaseOrASpaceAtTheEndAreOthers() {
        log.append(one, List.of(RowKey.of("a"), RowKey.of("b ")));

        assertThat(log.pendingOf(one, List.of(RowKey.of("A"), RowKey.of("a "), RowKey.of("a"), RowKey.of("b"))))
                .containsExactly(RowKey.of("a"));
    }

    @Test
    void aKeyLongerThanItsIndexIsToldFromOthersOfTheSameBeginning() {
        String start = "x".repeat(500);
        log.append(one, List.of(RowKey.of(start + "1")));

        assertThat(log.pendingOf(one, List.of(RowKey.of(start + "2"), RowKey.of(start + "1"))))
                .containsExactly(RowKey.of(start + "1"));
    }
}
