package dev.theseus.domain.sequence;

import dev.theseus.domain.plan.TablePlan;
import java.util.List;

/**
 * The sequences that carried columns draw from: those of serial and identity columns and those that a default names.
 * Copied rows bring their numbers along without drawing them, so without this the first insert on the target would draw
 * a number that is taken.
 */
public interface Sequences {

    /**
     * Brings the target's sequences at least to where the source's are; never backwards. What the source draws later is
     * not in it: to be repeated when authority moves. May be repeated at any time.
     *
     * @return those that were moved; those that were far enough already are left out
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server went away; some may have been moved
     * @throws dev.theseus.domain.database.DatabaseRefused if a privilege is missing, or a sequence of the target can't
     *     hold the source's value
     */
    List<SequenceMoved> advance(List<TablePlan> tables);
}
