package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Tries whether a server answers and lets one in. A pool would try again and again until its patience ends; here the
 * first answer counts, so that a wrong password shows at once and in the server's words.
 */
public final class PgLogin {

    private static final String NO_PASSWORD_GIVEN = "08004";
    private static final String LOGIN_REFUSED = "28";
    private static final String NO_SUCH_DATABASE = "3D000";

    private PgLogin() {}

    /**
     * Opens one session and closes it.
     *
     * @param url a JDBC URL without user and password
     * @param password or null, in which case the driver looks into {@code ~/.pgpass}
     * @return what went wrong; empty if the login works
     */
    public static Optional<Finding> attempt(Side side, String url, String user, @Nullable String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("ApplicationName", "theseus");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        if (password != null) {
            properties.setProperty("password", password);
        }
        try {
            DriverManager.getConnection(url, properties).close();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(
                    Finding.stops(Check.CONNECTION, side, url + " can't be used: " + sentence(e) + remedy(side, e)));
        }
    }

    private static String sentence(SQLException error) {
        String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        return message.endsWith(".") ? message : message + ".";
    }

    private static String remedy(Side side, SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.startsWith(LOGIN_REFUSED) || state.equals(NO_PASSWORD_GIVEN)) {
            return " Check the user, and the password in the environment variable that the plan names at `" + side
                    + ": password-env`, or in ~/.pgpass.";
        }
        return state.equals(NO_SUCH_DATABASE) ? " Correct the URL, or create the database." : "";
    }
}
