package dev.theseus.jdbc.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A session that has been borrowed, and whose settings are still to be made for its transaction: by themselves, or in
 * front of the transaction's first statements, so that both take one round trip. Used by one thread.
 */
public final class Opening implements AutoCloseable {

    private final Connection session;
    private final String settings;
    private final int answers;
    private boolean made;

    /**
     * @param settings statements, or an empty text if the session has its settings for good
     * @param answers how many results the settings give
     */
    Opening(Connection session, String settings, int answers) {
        this.session = session;
        this.settings = settings;
        this.answers = answers;
        this.made = settings.isEmpty();
    }

    /** The session, with its settings. */
    public Connection session() throws SQLException {
        if (!made) {
            try (PreparedStatement set = session.prepareStatement(settings)) {
                set.execute();
            }
            made = true;
        }
        return session;
    }

    /** A transaction's first statements. */
    public interface First<T> {
        /**
         * @param statement that has the settings in front, if they are still to be made; its parameters are not bound
         */
        T run(PreparedStatement statement) throws SQLException;
    }

    /**
     * Runs statements in one round trip, with the settings in front unless they have been made.
     *
     * @param first binds, executes by {@link #execute}, and reads the answers
     */
    public <T> T first(String statements, First<T> first) throws SQLException {
        try (PreparedStatement all = session.prepareStatement(made ? statements : settings + ";\n" + statements)) {
            return first.run(all);
        }
    }

    /**
     * Executes what {@link #first} prepared; the statement then stands at the answer of the first one that was given.
     */
    public void execute(PreparedStatement all) throws SQLException {
        all.execute();
        if (!made) {
            for (int answer = 0; answer < answers; answer++) {
                all.getMoreResults();
            }
            made = true;
        }
    }

    /** The statements have ended the transaction, and with it what was set for it. */
    public void ended() {
        made = settings.isEmpty();
    }

    /** What is not committed is rolled back, and the session goes back as it came. */
    @Override
    public void close() throws SQLException {
        session.close();
    }
}
