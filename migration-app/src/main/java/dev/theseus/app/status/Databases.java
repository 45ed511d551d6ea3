package dev.theseus.app.status;

import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.run.DataPlane;
import dev.theseus.domain.plan.Plan;
import java.util.function.Function;

/** The databases of a plan, for somebody who looks at them. */
public interface Databases {

    /**
     * Asks them something.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if one does not answer
     * @throws dev.theseus.domain.database.DatabaseRefused if one refuses
     */
    <T> T ask(Plan plan, Function<DataPlane, T> question);

    /** Connects for each question, and leaves nothing open. */
    static Databases connectedForEach(Passwords passwords) {
        return new Databases() {
            @Override
            public <T> T ask(Plan plan, Function<DataPlane, T> question) {
                try (DataPlane data = PgDataPlane.open(plan, passwords)) {
                    return question.apply(data);
                }
            }
        };
    }
}
