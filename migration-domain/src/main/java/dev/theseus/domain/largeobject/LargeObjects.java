package dev.theseus.domain.largeobject;

import dev.theseus.domain.plan.TablePlan;

/**
 * The large objects that the rows of a table stand for by their numbers. An object has the same number on both sides,
 * so rows look alike. Contents go from the source to the target in pieces; no object is held in memory. What is brought
 * over is entered into a list on the target in the same transaction, so each is brought over once, whatever dies.
 *
 * <p>An applied row brings its objects along. But a change of an object's content leaves no trace that a database could
 * note: it is found by {@link #compare}, or right away if the writer touches the row in the same transaction.
 */
public interface LargeObjects {

    /**
     * Brings over all objects that rows of the target stand for and that were not brought over before. May be called
     * again, and by several processes at once.
     *
     * @throws dev.theseus.domain.database.DatabaseRefused if the target has an object of its own under such a number,
     *     or one may not be read
     * @throws InterruptedException if the calling thread was interrupted; what was brought over stays
     */
    Carried carry(TablePlan table) throws InterruptedException;

    /**
     * Compares contents by checksum on both sides. What differs is brought over again; what the source does not have
     * any more is removed from the target, if it came from there.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    ObjectComparison compare(TablePlan table) throws InterruptedException;

    /**
     * @param objects brought over by this call
     * @param bytes of their contents
     * @param rightsLeft how many could not be given to the owner or the roles that have rights on the source, because
     *     the target lacks a role or ours may not
     */
    record Carried(long objects, long bytes, long rightsLeft) {
        public static final Carried NOTHING = new Carried(0, 0, 0);

        public Carried plus(Carried more) {
            return new Carried(objects + more.objects, bytes + more.bytes, rightsLeft + more.rightsLeft);
        }
    }
}
