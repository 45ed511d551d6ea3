package dev.theseus.jdbc.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A write was not done, because the database that it went to has no authority (any more) and the gateway can't repeat
 * it by itself: it was part of a transaction of the caller's, it was given for one database only, or authority did not
 * settle in time. Nothing was written; the message says what to do.
 */
public final class AuthorityMoved extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private AuthorityMoved(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static AuthorityMoved ofOneSide(@Nullable Throwable refused) {
        return new AuthorityMoved(
                "Tried to write to the old database, but the new one has authority, or is about to get it: give the"
                        + " gateway the same work for the new database too, so that it can go where authority is",
                refused);
    }

    static AuthorityMoved withinTransaction(@Nullable Throwable refused) {
        return new AuthorityMoved(
                "Tried to write within a transaction that the caller began, but its database has no authority any more:"
                        + " roll it back and repeat the whole transaction, on the database that has authority. Work that"
                        + " is given to the gateway as a whole (writeBy with work for both databases, with several"
                        + " writes in it) is repeated by itself; with Spring, retry the method that is @Transactional,"
                        + " under the transaction manager that follows authority",
                refused);
    }

    static AuthorityMoved notSettled(long millis, Throwable refused) {
        return new AuthorityMoved(
                "Tried to write, but for " + millis
                        + " ms no database was found that has authority: repeat the request."
                        + " If this lasts, look at the cutover: theseus status",
                refused);
    }
}
