package dev.theseus.domain.definition;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import java.util.Collection;
import java.util.List;

/**
 * Keeps, beside the tables of both databases, what they looked like when capture was installed, and says how they
 * differ from that. It reads catalogues and takes no lock that a writer would feel. Safe for several threads and
 * processes.
 */
public interface Definitions {

    /**
     * Keeps what these tables look like now, on both sides, and lets the databases note commands that change them where
     * they may. What is kept of a table already stays, so this may be repeated.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     */
    void keep(Collection<TablePlan> tables);

    /**
     * How these tables differ from what is kept, on both sides; of a table of which nothing is kept, nothing.
     *
     * @param source the side that has authority
     * @return those that stop the migration and those that do not, side by side and table by table; the same again as
     *     long as they are not {@link #settle settled}
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     */
    List<DefinitionChange> look(Collection<TablePlan> tables, Side source);

    /**
     * Keeps what these changes say as how it has to be from now on. What has changed again since is found by the next
     * look. May be repeated.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away; some may be settled then
     */
    void settle(Collection<DefinitionChange> changes);

    /**
     * Forgets what is kept, and lets the databases note no commands any more. May be repeated.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     */
    void forget();

    /**
     * How changes are seen on a side.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server is away
     */
    Sight sight(Side side);

    /** How changes are seen. */
    enum Sight {
        /** The database notes each command itself: who, when, and also what was undone between two looks. */
        COMMANDS,
        /** The role may not have the database note commands: only what is otherwise at the next look is seen. */
        LOOKS
    }
}
