package dev.theseus.jdbc.trial;

import dev.theseus.domain.inspection.MappingTrial;
import dev.theseus.domain.inspection.RowExamples;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes what tries mappings. */
public final class PgTrials {

    private PgTrials() {}

    public static MappingTrial of(PgDatabase old, PgDatabase target) {
        return new PgMappingTrial(old, target);
    }

    public static RowExamples examples(PgDatabase database) {
        return new PgRowExamples(database);
    }
}
