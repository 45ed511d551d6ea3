package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.inspection.Inspection;
import dev.theseus.domain.inspection.ServerPair;
import dev.theseus.domain.plan.Plan;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.util.ArrayList;
import java.util.List;

/** Looks at both servers, each in one read-only transaction, and judges what it saw once both have answered. */
final class PgInspection implements Inspection {

    private final PgDatabase old;
    private final PgDatabase target;

    PgInspection(PgDatabase old, PgDatabase target) {
        this.old = old;
        this.target = target;
    }

    @Override
    public List<Finding> inspect(List<InspectedTable> tables, Plan.Settings settings) {
        SideReport oldReport = look(old, tables);
        SideReport newReport = look(target, tables);
        List<Finding> findings =
                new ArrayList<>(new ServerPair(new PgCatalog(old).server(), new PgCatalog(target).server()).findings());
        for (SideReport report : List.of(oldReport, newReport)) {
            findings.addAll(new ServerJudgement(report.side(), report.server()).findings(settings));
        }
        findings.addAll(DiskRoom.findings(oldReport, newReport));
        findings.addAll(new TableJudgement(tables, settings).findings(oldReport, newReport));
        return findings;
    }

    private static SideReport look(PgDatabase database, List<InspectedTable> tables) {
        Side side = database.side();
        return ReadOnly.on(database, "look for what would stop a run", connection -> {
            PgInspectionReader reader = new PgInspectionReader(
                    connection,
                    tables.stream()
                            .map(t -> side == Side.OLD
                                    ? t.old().name()
                                    : t.target().name())
                            .toList());
            List<RelationState> relations = reader.relations(side);
            return new SideReport(
                    side,
                    reader.server(),
                    relations,
                    reader.enumLabels(),
                    side == Side.OLD ? reader.typesWithin() : List.of(),
                    side == Side.NEW ? reader.filled(relations) : List.of(),
                    side == Side.NEW && reader.hasBegun());
        });
    }
}
