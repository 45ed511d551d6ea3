package dev.theseus.app.cli;

import dev.theseus.app.plan.DatabaseUrl;
import dev.theseus.app.schema.SchemaDump;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.jdbc.catalog.PgLogin;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A database as it was named on the command line, where a URL may hold a password. */
final class GivenDatabase {

    private final Side side;
    private final DatabaseUrl url;
    private final String user;
    private final Optional<String> password;

    private GivenDatabase(Side side, DatabaseUrl url, String user, Optional<String> password) {
        this.side = side;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** @throws BadInput if the URL can't be used */
    static GivenDatabase of(Side side, String text, Map<String, String> environment) {
        try {
            DatabaseUrl url = DatabaseUrl.parse(text);
            String user = url.user()
                    .orElseThrow(() -> new BadInput(
                            "--" + side + ": the URL names no user; write it as postgresql://user@host:5432/database"));
            return new GivenDatabase(
                    side, url, user, url.password().or(() -> Optional.ofNullable(environment.get(variable(side)))));
        } catch (IllegalArgumentException e) {
            throw new BadInput("--" + side + ": " + e.getMessage());
        }
    }

    private static String variable(Side side) {
        return "THESEUS_" + side.name().toUpperCase(Locale.ROOT) + "_PASSWORD";
    }

    DatabaseUrl url() {
        return url;
    }

    /** As it is written into the plan. */
    DatabaseAddress address() {
        return new DatabaseAddress(url.jdbcUrl(), user, password.map(p -> variable(side)));
    }

    /** For psql; without the password. */
    String libpqUrl() {
        String rest = url.jdbcUrl().substring("jdbc:postgresql://".length());
        return "postgresql://" + URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20") + "@" + rest;
    }

    /** What went wrong with a login; empty if it works. */
    Optional<Finding> login() {
        return PgLogin.attempt(side, url.jdbcUrl(), user, password.orElse(null));
    }

    PgDatabase open(int sessions) {
        return PgDatabase.open(side, url.jdbcUrl(), user, password.orElse(null), sessions);
    }

    SchemaDump dump(List<String> schemas, Map<String, String> environment) {
        return new SchemaDump(new SchemaDump.Login(url, user, password), schemas, environment);
    }

    /** Said when a password was typed, because the plan needs it elsewhere. */
    Optional<String> passwordNote() {
        return url.password()
                .map(p -> "The password in --" + side + " is not written into the plan. The plan reads it from "
                        + variable(side) + ": export that variable before the next command.");
    }

    @Override
    public String toString() {
        return side + " " + url;
    }
}
