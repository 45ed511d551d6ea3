package dev.theseus.app.embed.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.app.embed.ServicePool;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.gateway.ServiceTransactions.State;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class SpringTransactionsTest {

    private TestDatabases databases;
    private HikariDataSource old;
    private HikariDataSource target;
    private TransactionTemplate onOld;
    private TransactionTemplate onNew;
    private SpringTransactions transactions;
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.old("CREATE TABLE notes (text text)");
        old = ServicePool.of(databases.url(Side.OLD)).sessions(2).open(Side.OLD, Duration.ofSeconds(1));
        target = ServicePool.of(databases.url(Side.NEW)).sessions(2).open(Side.NEW, Duration.ofSeconds(1));
        JdbcTransactionManager manager = new JdbcTransactionManager(old);
        onOld = new TransactionTemplate(manager);
        onNew = new TransactionTemplate(new JdbcTransactionManager(target));
        transactions = new SpringTransactions(manager, old);
    }

    @AfterEach
    void close() {
        old.close();
        target.close();
        databases.close();
    }

    private String write(String text) {
        new JdbcTemplate(old).update("INSERT INTO notes VALUES (?)", text);
        return text;
    }

    private List<String> notes() throws SQLException {
        return databases.rows(Side.OLD, "SELECT * FROM notes");
    }

    private void listen() {
        transactions.register(
                session -> {
                    var row = session.createStatement().executeQuery("SELECT count(*) FROM notes");
                    row.next();
                    return heard.add("before, seeing " + row.getInt(1));
                },
                () -> heard.add("after"));
    }

    @Test
    void a_transaction_on_new_is_none_on_old() {
        assertThat(transactions.state()).isEqualTo(State.NONE);
        onOld.executeWithoutResult(status -> assertThat(transactions.state()).isEqualTo(State.ACTIVE));
        onNew.executeWithoutResult(status -> {
            assertThat(transactions.state()).isEqualTo(State.NONE);
            // bound to the thread by a mere look, but not part of any transaction
            DataSourceUtils.releaseConnection(DataSourceUtils.getConnection(old), old);
            new JdbcTemplate(old).queryForObject("SELECT 1", Integer.class);
            assertThat(transactions.state()).isEqualTo(State.NONE);
        });
    }

    @Test
    void a_transaction_that_only_reads_holds_no_reads_on_old_unless_it_wants_one_snapshot() {
        onOld.setReadOnly(true);
        onOld.executeWithoutResult(status -> assertThat(transactions.state()).isEqualTo(State.NONE));
        onOld.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        onOld.executeWithoutResult(status -> assertThat(transactions.state()).isEqualTo(State.ACTIVE));
    }

    @Test
    void work_in_a_transaction_that_only_reads_is_refused_by_old() throws SQLException {
        onOld.setReadOnly(true);
        assertThatThrownBy(() -> onOld.executeWithoutResult(status -> within("a")))
                .rootCause()
                .hasMessageContaining("read-only transaction");
        assertThat(heard).isEmpty();
        assertThat(notes()).isEmpty();
    }

    @Test
    void work_without_a_transaction_gets_one_that_commits() throws Exception {
        assertThat(transactions.within(() -> {
                    listen();
                    return write("a");
                }))
                .isEqualTo("a");
        assertThat(heard).containsExactly("before, seeing 1", "after");
        assertThat(notes()).containsExactly("(a)");
    }

    @Test
    void work_that_fails_leaves_nothing_and_its_own_exception() throws Exception {
        IOException mine = new IOException("mine");
        assertThatThrownBy(() -> transactions.within(() -> {
                    listen();
                    write("a");
                    throw mine;
                }))
                .isSameAs(mine);
        assertThat(heard).isEmpty();
        assertThat(notes()).isEmpty();
    }

    @Test
    void work_in_the_callers_transaction_is_heard_of_when_that_commits() {
        onOld.executeWithoutResult(status -> {
            within("a");
            assertThat(heard).isEmpty();
            within("b");
        });
        assertThat(heard).containsExactly("before, seeing 2", "before, seeing 2", "after", "after");
    }

    @Test
    void a_callers_transaction_that_rolls_back_is_never_heard_of() throws SQLException {
        onOld.executeWithoutResult(status -> {
            within("a");
            status.setRollbackOnly();
        });
        assertThat(heard).isEmpty();
        assertThat(notes()).isEmpty();
    }

    @Test
    void what_fails_before_the_commit_rolls_it_back() throws SQLException {
        assertThatThrownBy(() -> transactions.within(() -> {
                    transactions.register(
                            session -> session.createStatement().execute("SELECT 1/0"), () -> heard.add("x"));
                    return write("a");
                }))
                .hasMessageContaining("SQLSTATE 22012");
        assertThat(heard).isEmpty();
        assertThat(notes()).isEmpty();
    }

    private void within(String text) {
        try {
            transactions.within(() -> {
                listen();
                return write(text);
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
