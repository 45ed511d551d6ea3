package dev.theseus.app.server.api;

import org.jspecify.annotations.Nullable;

/**
 * The last answer to a question that many ask, written down once for all of them until what it is made of changes. Safe
 * for several threads.
 */
final class LastAnswer {

    private volatile @Nullable Kept kept;

    /** Makes an answer, as it is sent. */
    @FunctionalInterface
    interface Making {
        byte[] answer() throws InterruptedException;
    }

    private static final class Kept {

        private final Object made;
        private final byte[] answer;

        private Kept(Object made, byte[] answer) {
            this.made = made;
            this.answer = answer;
        }
    }

    /**
     * The answer; not to be changed.
     *
     * @param from what it is made of, or stands for that: equal as long as the answer is the same
     */
    byte[] from(Object from, Making making) throws InterruptedException {
        Kept last = kept;
        if (last == null || !last.made.equals(from)) {
            last = new Kept(from, making.answer());
            kept = last;
        }
        return last.answer;
    }
}
