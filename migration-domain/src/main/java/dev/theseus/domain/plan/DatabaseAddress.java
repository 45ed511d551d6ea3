package dev.theseus.domain.plan;

import java.util.Optional;

/**
 * Where a database is and how one logs in, without any secret: the password is named, not held.
 *
 * @param url a JDBC URL without user and password
 * @param user the role to log in as
 * @param passwordVariable the environment variable that holds the password; none means that none is needed
 */
public record DatabaseAddress(String url, String user, Optional<String> passwordVariable) {

    public DatabaseAddress {
        if (url.toLowerCase(java.util.Locale.ROOT).contains("password=")) {
            throw new IllegalArgumentException(
                    "The URL of a database must not hold a password: name an environment variable instead");
        }
    }
}
