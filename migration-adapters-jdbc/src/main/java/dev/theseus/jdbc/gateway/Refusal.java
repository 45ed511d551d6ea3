package dev.theseus.jdbc.gateway;

import dev.theseus.domain.authority.Fencing;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Tells whether a database refused a write because it has no authority, however frameworks have wrapped that. */
final class Refusal {

    private Refusal() {}

    static boolean isIn(Throwable error) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable each = error; each != null && seen.add(each); each = each.getCause()) {
            if (each instanceof AuthorityMoved
                    || (each instanceof SQLException sql && Fencing.REFUSED.equals(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
