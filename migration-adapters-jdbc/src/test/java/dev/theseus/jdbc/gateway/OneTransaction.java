package dev.theseus.jdbc.gateway;

import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Transactions as a small framework would run them: one at a time on a session that it was given. */
final class OneTransaction implements ServiceTransactions {

    private final Connection session;
    private @Nullable List<SqlWork<?>> before;
    private final List<SqlWork<?>> last = new ArrayList<>();
    private final List<Runnable> after = new ArrayList<>();

    OneTransaction(Connection session) {
        this.session = session;
    }

    static OneTransaction on(DataSource pool) throws SQLException {
        return new OneTransaction(pool.getConnection());
    }

    void begin() throws SQLException {
        session.setAutoCommit(false);
        before = new ArrayList<>();
        last.clear();
        after.clear();
    }

    void commit() throws SQLException {
        try {
            for (SqlWork<?> each : before) {
                each.on(session);
            }
            for (SqlWork<?> each : List.copyOf(last)) {
                each.on(session);
            }
            session.commit();
        } catch (SQLException e) {
            rollback();
            throw e;
        }
        before = null;
        // the session is still bound, as it is in real frameworks
        List.copyOf(after).forEach(Runnable::run);
    }

    /** Written right before the commit, after everything else has been asked. */
    void beforeCommit(SqlWork<?> work) {
        last.add(work);
    }

    void rollback() throws SQLException {
        before = null;
        session.rollback();
    }

    /** Work in the transaction at hand. */
    <T> T run(SqlWork<T> work) throws SQLException {
        return work.on(session);
    }

    @Override
    public State state() {
        return before == null ? State.NONE : State.ACTIVE;
    }

    @Override
    public <T> T within(Callable<T> work) throws Exception {
        if (before != null) {
            return work.call();
        }
        begin();
        T result;
        try {
            result = work.call();
        } catch (Exception e) {
            rollback();
            throw e;
        }
        commit();
        return result;
    }

    @Override
    public void register(SqlWork<?> beforeCommit, Runnable afterCommit) {
        before.add(beforeCommit);
        after.add(afterCommit);
    }
}
