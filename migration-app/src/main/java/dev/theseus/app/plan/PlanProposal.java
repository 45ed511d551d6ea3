package dev.theseus.app.plan;

import dev.theseus.app.plan.TableSelection.Entry;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.ServerFacts;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.TableShape;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plan file as the catalogues suggest it: every table with the key that would be taken. Tables that can't take part
 * are excluded; what is odd about the others stands beside them, for the person to decide.
 *
 * @param file proposed
 * @param comments to be written with it
 * @param findings that stand in the comments too
 */
public record PlanProposal(PlanFile file, PlanComments comments, List<Finding> findings) {

    /**
     * Proposes a plan for all tables of some schemas.
     *
     * @param databases a plan file that says everything but the tables; its schemas are those in question
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server does not answer
     */
    public static PlanProposal of(PlanFile databases, DatabaseCatalog old, DatabaseCatalog target) {
        List<TableDefinition> tables = databases.tables().schemas().stream()
                .flatMap(schema -> old.tables(schema).stream())
                .sorted(Comparator.comparing(TableDefinition::name))
                .toList();
        List<TableName> exclude = tables.stream()
                .filter(t -> TableShape.kind(t, "old").isPresent())
                .map(TableDefinition::name)
                .toList();
        List<Entry> entries = tables.stream()
                .map(TableDefinition::name)
                .filter(name -> !exclude.contains(name))
                .map(Entry::of)
                .toList();
        Resolution resolution =
                PlanResolution.resolve(with(databases, new TableSelection(List.of(), entries, exclude)), old, target);
        TableSelection selection = new TableSelection(List.of(), withKeys(entries, tables, resolution), exclude);
        return new PlanProposal(
                with(databases, selection),
                new PlanComments(header(old.server(), target.server()), comments(tables, resolution)),
                resolution.findings());
    }

    private static PlanFile with(PlanFile file, TableSelection tables) {
        return new PlanFile(file.migration(), file.old(), file.target(), file.control(), tables, Plan.Settings.DEFAULT);
    }

    private static List<Entry> withKeys(List<Entry> entries, List<TableDefinition> tables, Resolution resolution) {
        return entries.stream()
                .map(entry -> new Entry(
                        entry.table(),
                        entry.target(),
                        key(entry.table(), tables, resolution),
                        entry.existingRows(),
                        entry.capture()))
                .toList();
    }

    /** The key that both sides share; where new has no such table yet, that of old. */
    private static Optional<List<String>> key(TableName table, List<TableDefinition> tables, Resolution resolution) {
        Stream<List<String>> shared =
                resolution.tables().stream().filter(p -> p.old().equals(table)).map(TablePlan::key);
        Stream<List<String>> ofOld = tables.stream()
                .filter(t -> t.name().equals(table))
                .filter(t -> resolution.pairs().stream().noneMatch(p -> p.old().equals(t)))
                .flatMap(t -> t.identifyingKey().stream())
                .map(UniqueKey::columns);
        return Stream.concat(shared, ofOld).findFirst();
    }

    private static List<String> header(ServerFacts old, ServerFacts target) {
        return List.of(
                "A plan for Theseus, proposed from what both databases say of themselves.",
                "old: " + old.product() + " " + old.version() + "    new: " + target.product() + " " + target.version(),
                "Next: theseus plan check PLAN        (changes nothing)",
                "then: theseus run PLAN --until verified",
                "");
    }

    private static Map<TableName, List<String>> comments(List<TableDefinition> tables, Resolution resolution) {
        Map<TableName, List<String>> comments = new HashMap<>();
        for (TableDefinition table : tables) {
            List<String> lines = new ArrayList<>();
            lines.add("about %d rows, %d kB"
                    .formatted(table.size().rows(), Math.ceilDiv(table.size().bytes(), 1000)));
            TableShape.kind(table, "old").ifPresent(f -> lines.add(line(f)));
            resolution.findings().stream()
                    .filter(f -> f.what().equals(table.name().toString()))
                    .forEach(f -> lines.add(line(f)));
            resolution.pairs().stream()
                    .filter(p -> p.old().equals(table))
                    .forEach(p -> lines.addAll(new MappingProposal(p.old(), p.target()).lines()));
            comments.put(table.name(), lines);
        }
        return comments;
    }

    private static String line(Finding finding) {
        String message = finding.check() == Check.TARGET_TABLE ? "does not exist in new yet" : finding.message();
        return finding.severity() + ": " + message;
    }
}
