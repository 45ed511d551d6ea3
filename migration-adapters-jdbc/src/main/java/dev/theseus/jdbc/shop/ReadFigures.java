package dev.theseus.jdbc.shop;

/**
 * What the clients' reads came to.
 *
 * @param browsed reads of anybody's account: nothing but the rollout decides where they go
 * @param own reads of what the client itself has written, which it must see
 * @param stale of these, those that did not show it
 * @param fallbacks reads of both kinds that old answered because new could not
 * @param latencies of what the databases answered
 */
public record ReadFigures(Answers browsed, Answers own, long stale, long fallbacks, Sides latencies) {

    /**
     * Who answered.
     *
     * @param old the old database, fallbacks included
     * @param target the new one
     */
    public record Answers(long old, long target) {

        public static final Answers NONE = new Answers(0, 0);

        public long all() {
            return old + target;
        }

        Answers plus(Answers other) {
            return new Answers(old + other.old, target + other.target);
        }

        Answers since(Answers earlier) {
            return new Answers(old - earlier.old, target - earlier.target);
        }

        /** The share of new, 0 to 100; 0 if there was no read. */
        public double percentage() {
            return all() == 0 ? 0 : 100.0 * target / all();
        }
    }

    /**
     * How long reads took.
     *
     * @param old on the old database
     * @param target on the new one
     */
    public record Sides(Latencies old, Latencies target) {

        Sides plus(Sides other) {
            return new Sides(old.plus(other.old), target.plus(other.target));
        }

        Sides since(Sides earlier) {
            return new Sides(old.since(earlier.old), target.since(earlier.target));
        }
    }

    public static ReadFigures none() {
        return new ReadFigures(Answers.NONE, Answers.NONE, 0, 0, new Sides(Latencies.none(), Latencies.none()));
    }

    public long all() {
        return browsed.all() + own.all();
    }

    public ReadFigures plus(ReadFigures other) {
        return new ReadFigures(
                browsed.plus(other.browsed),
                own.plus(other.own),
                stale + other.stale,
                fallbacks + other.fallbacks,
                latencies.plus(other.latencies));
    }

    /** What came since an earlier state of the same. */
    public ReadFigures since(ReadFigures earlier) {
        return new ReadFigures(
                browsed.since(earlier.browsed),
                own.since(earlier.own),
                stale - earlier.stale,
                fallbacks - earlier.fallbacks,
                latencies.since(earlier.latencies));
    }
}
