package dev.theseus.app.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.gateway.ServiceTransactions.State;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlainTransactionsTest {

    private TestDatabases databases;
    private HikariDataSource old;
    private PlainTransactions transactions;
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.old("CREATE TABLE notes (text text)");
        old = ServicePool.of(databases.url(Side.OLD)).sessions(1).open(Side.OLD, Duration.ofSeconds(1));
        transactions = new PlainTransactions(old);
    }

    @AfterEach
    void close() {
        old.close();
        databases.close();
    }

    private void write(String text) throws SQLException {
        try (Connection session = transactions.sessions().getConnection();
                var insert = session.prepareStatement("INSERT INTO notes VALUES (?)")) {
            insert.setString(1, text);
            insert.executeUpdate();
        }
    }

    private List<String> notes() throws SQLException {
        return databases.rows(Side.OLD, "SELECT * FROM notes");
    }

    @Test
    void all_work_of_a_transaction_is_on_one_session_and_commits_together() throws Exception {
        transactions.within(() -> {
            assertThat(transactions.state()).isEqualTo(State.ACTIVE);
            transactions.register(session -> heard.add("before"), () -> heard.add("after, " + transactions.state()));
            write("a");
            // another one of the pool's only session would have to be waited for
            write("b");
            assertThat(notes()).isEmpty();
            return transactions.within(() -> "part of it");
        });
        assertThat(notes()).containsExactly("(a)", "(b)");
        assertThat(heard).containsExactly("before", "after, NONE");
    }

    @Test
    void work_that_fails_leaves_nothing_and_its_own_exception() throws SQLException {
        IOException mine = new IOException("mine");
        assertThatThrownBy(() -> transactions.within(() -> {
                    transactions.register(session -> heard.add("before"), () -> heard.add("after"));
                    write("a");
                    throw mine;
                }))
                .isSameAs(mine);
        assertThat(notes()).isEmpty();
        assertThat(heard).isEmpty();
        assertThat(transactions.state()).isEqualTo(State.NONE);
    }

    @Test
    void without_a_transaction_sessions_are_the_pools_own() throws SQLException {
        write("a");
        assertThat(notes()).containsExactly("(a)");
        assertThatThrownBy(() -> transactions.register(session -> null, () -> {}))
                .isInstanceOf(IllegalStateException.class);
    }
}
