package dev.theseus.domain.authority;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.domain.plan.TablePlan;
import java.util.List;

/**
 * Moves authority from the side that has it to the other one, in either direction. After a crash at any point the same
 * call goes on: it looks at both databases and never guesses. One call at a time.
 */
public interface Handover {

    /**
     * What both databases say now.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if one of them does not answer
     */
    Authority look();

    /**
     * Moves authority. Takes the fence of the side that has it exclusively, waits until the log is drained, takes the
     * other fence too, moves sequences, and first takes authority away, then gives it. The relay of the present
     * direction must be running. Whatever does not end well before authority is taken away leaves it where it was.
     *
     * @param from the epoch in force; where a later one is in force already, that is the answer and nothing is done;
     *     where a handover to the next one was cut off, it is finished
     * @param tables all that are migrated
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server went away; authority moved or did not: repeat
     *     the call, which looks
     */
    HandoverOutcome hand(Epoch from, List<TablePlan> tables, PauseBudget budget);

    /**
     * Goes the whole way and back on a table of our own in both databases: a write on old travels to new, authority of
     * that table moves, a write on old is refused, a write on new travels to old, authority moves back. Migrated tables
     * are not touched.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     */
    Rehearsal rehearse();
}
