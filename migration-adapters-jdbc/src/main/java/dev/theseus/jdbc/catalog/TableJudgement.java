package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the state of the tables means for a run. */
record TableJudgement(List<InspectedTable> tables, Plan.Settings settings) {

    List<Finding> findings(SideReport old, SideReport target) {
        List<Finding> findings = new ArrayList<>();
        old.relations().forEach(relation -> old(relation, findings));
        target.relations().forEach(relation -> target(relation, findings));
        for (SideReport report : List.of(old, target)) {
            report.relations().forEach(relation -> either(report.side(), relation, findings));
        }
        old.typesWithin().forEach(within -> typeWithin(within, findings));
        enums(old, target, findings);
        existingRows(target, findings);
        disarming(target, findings);
        return findings;
    }

    private static void old(RelationState relation, List<Finding> findings) {
        if (!relation.lacking().isEmpty()) {
            findings.add(lacking(Side.OLD, relation));
        }
        if (!relation.owned()) {
            findings.add(Finding.stops(
                    Check.TABLE_PRIVILEGE,
                    relation.name(),
                    "is in old not owned by the role: only the "
                            + "owner may make capture triggers fire ALWAYS, and take them off again. Use the owner's role, or "
                            + "GRANT it to the plan's role."));
        }
    }

    private void target(RelationState relation, List<Finding> findings) {
        if (relation.root() && !relation.lacking().isEmpty()) {
            findings.add(lacking(Side.NEW, relation));
        }
        boolean mustOwn = settings.backfill().indexes() == IndexBuild.AFTER_COPY;
        if (relation.root() && mustOwn && !relation.owned()) {
            findings.add(Finding.stops(
                    Check.TABLE_PRIVILEGE,
                    relation.name(),
                    "is in new not owned by the role, so its "
                            + "indexes can't be taken away and built after the copy. Use the owner's role, or set "
                            + "`backfill: indexes: keep`."));
        }
    }

    private static Finding lacking(Side side, RelationState relation) {
        return Finding.stops(
                Check.TABLE_PRIVILEGE,
                relation.name(),
                "the role lacks in " + side + ": " + String.join(", ", relation.lacking()) + ". GRANT it.");
    }

    private static void either(Side side, RelationState relation, List<Finding> findings) {
        if (relation.hidesRows()) {
            findings.add(Finding.stops(
                    Check.ROW_SECURITY,
                    relation.name(),
                    "has row security in " + side
                            + " that applies to the role: rows would be missing without a word. Use a role with BYPASSRLS, or the "
                            + "owner of a table without FORCE ROW LEVEL SECURITY."));
        }
        if (relation.unlogged()) {
            findings.add(Finding.notes(
                    Check.UNLOGGED,
                    relation.name(),
                    "is UNLOGGED in " + side + ": a crash of that server empties it."));
        }
        if (!relation.root() && relation.kind().equals("f")) {
            findings.add(Finding.stops(
                    Check.TABLE_KIND,
                    relation.name(),
                    "is a foreign table used as a partition in " + side
                            + ", which is not supported. Detach it, or exclude the table."));
        }
    }

    private void typeWithin(SideReport.TypeWithin within, List<Finding> findings) {
        TableName table = tables.get(within.table()).old().name();
        String holds = "column " + within.column() + " holds values of type " + within.type();
        switch (within.portability()) {
            case ANYWHERE -> {
                // nothing to say
            }
            case BY_NAME ->
                findings.add(Finding.warns(
                        Check.COLUMN_TYPE,
                        table,
                        holds
                                + ", which stand for objects of the server and travel as their names: new needs objects of "
                                + "the same names, else it refuses the row."));
            case NOWHERE ->
                findings.add(Finding.stops(
                        Check.COLUMN_TYPE,
                        table,
                        holds
                                + ", which no server reads, so they can't be carried. Give the column a type of your own, "
                                + "such as text, or exclude the table."));
        }
    }

    private void enums(SideReport old, SideReport target, List<Finding> findings) {
        old.enumLabels().forEach((column, labels) -> {
            List<String> missing = new ArrayList<>(labels);
            missing.removeAll(target.enumLabels().getOrDefault(column, labels));
            boolean carried = !tables.get(column.table()).changed().contains(column.column());
            if (carried && !missing.isEmpty()) {
                findings.add(Finding.stops(
                        Check.ENUM_LABELS,
                        tables.get(column.table()).target().name(),
                        "the enum of column " + column.column() + " lacks in new: " + String.join(", ", missing)
                                + ". ALTER TYPE … ADD VALUE."));
            }
        });
    }

    private void existingRows(SideReport target, List<Finding> findings) {
        if (target.hasBegun()) {
            findings.add(
                    Finding.notes(Check.EXISTING_ROWS, Side.NEW, "a run has begun: rows in the tables are its own."));
            return;
        }
        for (InspectedTable table : tables) {
            if (table.existingRows() == ExistingRows.REFUSE
                    && target.filled().contains(table.target().name())) {
                findings.add(Finding.stops(
                        Check.EXISTING_ROWS,
                        table.target().name(),
                        "holds rows in new already. " + "Empty it, or set `existing-rows: merge` for it in the plan."));
            }
        }
    }

    /** What fires on new while rows come in. */
    private static void disarming(SideReport target, List<Finding> findings) {
        boolean disarmed = target.server().mayDisarmTriggers();
        for (RelationState relation : target.relations()) {
            List<String> firing = disarmed ? relation.stubbornTriggers() : relation.armedTriggers();
            if (!firing.isEmpty()) {
                findings.add(Finding.warns(
                        Check.TRIGGER,
                        relation.name(),
                        "has triggers in new that fire for copied and "
                                + "relayed rows and may change them: " + String.join(", ", firing)
                                + ". DISABLE them until the cutover."));
            }
        }
        Predicate<RelationState> guarded =
                r -> r.foreignKeys() > 0 || !r.armedTriggers().isEmpty();
        if (!disarmed && target.relations().stream().anyMatch(guarded)) {
            findings.add(Finding.warns(
                    Check.REPLICATION_ROLE,
                    Side.NEW,
                    "role " + target.server().role()
                            + " may not set session_replication_role, so triggers and foreign keys of new are active while rows "
                            + "come in: rows that refer to rows not there yet wait for them. From PostgreSQL 15: GRANT SET ON "
                            + "PARAMETER session_replication_role TO "
                            + target.server().role() + "."));
        }
    }
}
