package dev.theseus.jdbc.largeobject;

import dev.theseus.jdbc.largeobject.ObjectState.Grant;
import dev.theseus.jdbc.largeobject.ObjectState.Option;
import dev.theseus.jdbc.largeobject.ObjectState.Rights;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.Set;

/** Gives objects of the target the owner and the rights that they have in the source, as far as roles allow. */
final class ObjectRights {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Connection target;

    ObjectRights(Connection target) {
        this.target = target;
    }

    /**
     * @param here what the target has now
     * @return how many rights could not be given: the target lacks the role, or ours may not
     */
    long give(ObjectState here, Rights wanted) throws SQLException {
        if (here.rights().equals(wanted)) {
            return 0;
        }
        String object = "LARGE OBJECT " + here.number();
        Set<String> roles = roles(wanted);
        long left = 0;
        // the owner last: who gives the object away may not grant any more
        for (Grant grant : here.rights().grants()) {
            if (!wanted.grants().contains(grant)) {
                left += tried("REVOKE " + grant.privilege() + " ON " + object + " FROM " + role(grant));
            }
        }
        for (Grant grant : wanted.grants()) {
            boolean known = grant.role().isEmpty() || roles.contains(grant.role());
            left += known
                    ? tried("GRANT " + grant.privilege() + " ON " + object + " TO " + role(grant) + option(grant))
                    : 1;
        }
        if (!wanted.owner().equals(here.rights().owner())) {
            left += roles.contains(wanted.owner())
                    ? tried("ALTER " + object + " OWNER TO " + Sql.quoted(wanted.owner()))
                    : 1;
        }
        return left;
    }

    private static String role(Grant grant) {
        return grant.role().isEmpty() ? "PUBLIC" : Sql.quoted(grant.role());
    }

    private static String option(Grant grant) {
        return grant.option() == Option.GRANT_OPTION ? " WITH GRANT OPTION" : "";
    }

    private long tried(String statement) throws SQLException {
        Savepoint before = target.setSavepoint();
        try {
            Run.sql(target, statement);
            return 0;
        } catch (SQLException e) {
            if (!PgErrors.state(e).equals(INSUFFICIENT_PRIVILEGE)) {
                throw e;
            }
            target.rollback(before);
            return 1;
        } finally {
            target.releaseSavepoint(before);
        }
    }

    private Set<String> roles(Rights wanted) throws SQLException {
        Set<String> names = new HashSet<>();
        names.add(wanted.owner());
        wanted.grants().forEach(grant -> names.add(grant.role()));
        try (PreparedStatement query =
                target.prepareStatement("SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ANY (?)")) {
            query.setArray(1, target.createArrayOf("text", names.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                Set<String> roles = new HashSet<>();
                while (rows.next()) {
                    roles.add(rows.getString(1));
                }
                return roles;
            }
        }
    }
}
