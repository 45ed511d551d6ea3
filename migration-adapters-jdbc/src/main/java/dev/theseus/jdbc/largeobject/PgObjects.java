package dev.theseus.jdbc.largeobject;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.largeobject.LargeObjects;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Verification;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes what carries large objects from one PostgreSQL server to another. */
public final class PgObjects {

    private PgObjects() {}

    /** The list that is kept in a database, the same on both sides; may be run again. */
    @SuppressWarnings("unused") // every package of adapters has this form
    public static String ddl(Side side) {
        return ObjectSchema.DDL;
    }

    /**
     * Takes one session of the target and one of the source at a time. The direction follows from the sides.
     *
     * @param rest after each transaction
     */
    public static LargeObjects largeObjects(PgDatabase source, PgDatabase target, Rest rest) {
        return new PgLargeObjects(source, target, rest);
    }

    /** A comparison of rows that compares the large objects that they stand for too. */
    public static Verification verification(Verification rows, LargeObjects objects) {
        return new ObjectVerification(rows, objects);
    }

    /** Removes all objects that were brought to a database; nothing must refer to them any more. */
    public static void removeCarried(PgDatabase target) {
        while (target.inTransaction("remove large objects", ObjectRemoval::some) > 0) {
            // in small transactions: each object is a lock
        }
    }
}
