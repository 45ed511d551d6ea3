package dev.theseus.jdbc.control;

import org.jspecify.annotations.Nullable;

/**
 * Where the control database is.
 *
 * @param url a JDBC URL
 * @param user the role to log in as; null if the URL says it
 * @param password its password; null if none is needed or the URL or the driver knows it
 */
public record ControlAddress(
        String url, @Nullable String user, @Nullable String password) {

    /** Without the password, which must not get into a log. */
    @Override
    public String toString() {
        return "ControlAddress[" + url.replaceAll("(?i)password=[^&]*", "password=***") + "]";
    }
}
