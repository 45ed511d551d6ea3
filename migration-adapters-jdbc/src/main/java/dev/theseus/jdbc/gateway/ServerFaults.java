package dev.theseus.jdbc.gateway;

import java.sql.SQLException;
import java.util.Set;

/** Tells what a server, or the shape of its tables, is to blame for from what the service itself did wrong. */
final class ServerFaults {

    /**
     * Classes of SQLSTATE: no connection, no authorisation, no such feature, no such table or no privilege, no
     * resources, shut down or cancelled, the server's system, its configuration, internal. A constraint that is
     * violated, a value that can't be read or two transactions that collide happen to every service.
     */
    private static final Set<String> CLASSES = Set.of("08", "28", "0A", "42", "53", "57", "58", "F0", "XX");

    private ServerFaults() {}

    static boolean isServerFault(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql) {
                String state = sql.getSQLState();
                // without one it comes from the pool or the driver: no session was to be had
                return state == null || state.length() < 2 || CLASSES.contains(state.substring(0, 2));
            }
        }
        return false;
    }
}
