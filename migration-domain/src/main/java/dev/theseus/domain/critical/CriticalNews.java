package dev.theseus.domain.critical;

import dev.theseus.domain.database.Side;

/**
 * Hears of critical writes that a person should know of. Called on the thread of a request or of a recovery, so it must
 * not take long; what it throws is swallowed by nobody.
 */
public interface CriticalNews {

    CriticalNews NONE = new CriticalNews() {
        @Override
        public void open(OpenWrite write) {}

        @Override
        public void closed(Side side, long id, CriticalOutcome outcome) {}
    };

    /** A write is open, or still is after another try: told each time, so that it is never silent. */
    void open(OpenWrite write);

    /** A write that was open has ended. */
    void closed(Side side, long id, CriticalOutcome outcome);
}
