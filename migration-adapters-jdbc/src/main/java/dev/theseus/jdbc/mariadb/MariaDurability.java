package dev.theseus.jdbc.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Waits until what was read is on the old server's disk. InnoDB lets others see a commit before its log is written, and
 * with {@code innodb_flush_log_at_trx_commit} other than 1 up to a second before. Carried over in between, it would stay
 * in new although a crash of old undid it.
 */
final class MariaDurability {

    /** After so many looks a commit of our own makes the server write its log. */
    private static final int LOOKS = 3;

    private static final Duration BETWEEN = Duration.ofMillis(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private MariaDurability() {}

    /** Where the log is, and up to where it is on disk. */
    private record Log(long current, long flushed) {}

    /**
     * Returns once everything that could be seen when it was called is on disk. The session's transaction must have
     * ended.
     *
     * @throws SQLException with state 57P03 if the log is not written for ten seconds: the attempt is repeated then
     */
    static void await(Connection session) throws SQLException, InterruptedException {
        Log first = look(session);
        long end = System.nanoTime() + LIMIT.toNanos();
        Log now = first;
        for (int look = 1; now.flushed() < first.current(); look++) {
            if (look == LOOKS) {
                MariaSql.execute(session, "UPDATE theseus.flushed SET times = times + 1");
                session.commit();
            } else {
                Thread.sleep(BETWEEN.toMillis());
            }
            if (System.nanoTime() - end > 0) {
                throw new SQLException(
                        "The old server does not write its log to disk: see innodb_flush_log_at_trx_commit (best 1) and "
                                + "innodb_flush_log_at_timeout",
                        "57P03");
            }
            now = look(session);
        }
    }

    private static Log look(Connection session) throws SQLException {
        List<String> values = MariaSql.rows(
                session,
                "SHOW GLOBAL STATUS WHERE Variable_name IN ('Innodb_lsn_current', 'Innodb_lsn_flushed')",
                List.of(),
                row -> row.getString(1) + "=" + row.getString(2));
        return new Log(value(values, "innodb_lsn_current"), value(values, "innodb_lsn_flushed"));
    }

    private static long value(List<String> values, String name) {
        return values.stream()
                .filter(v -> v.toLowerCase(java.util.Locale.ROOT).startsWith(name + "="))
                .map(v -> Long.parseLong(v.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The old server does not tell " + name));
    }
}
