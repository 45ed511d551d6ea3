package dev.theseus.jdbc.largeobject;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.largeobject.LargeObjects;
import dev.theseus.domain.largeobject.ObjectComparison;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.Verification;
import dev.theseus.domain.verification.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Compares the rows of each table, then its large objects; a row whose object differs is a row that differs. */
final class ObjectVerification implements Verification {

    private final Verification rows;
    private final LargeObjects objects;

    ObjectVerification(Verification rows, LargeObjects objects) {
        this.rows = rows;
        this.objects = objects;
    }

    @Override
    public VerificationReport verify(List<TablePlan> tables, Consumer<TableComparison> verified)
            throws InterruptedException {
        if (tables.stream().allMatch(table -> table.largeObjects().isEmpty())) {
            return rows.verify(tables, verified);
        }
        List<TableComparison> comparisons = new ArrayList<>();
        for (TablePlan table : tables) {
            // one by one, so that each is told once, with its objects
            for (TableComparison ofRows : rows.verify(List.of(table), one -> {}).tables()) {
                TableComparison whole = with(ofRows, objects.compare(table));
                comparisons.add(whole);
                verified.accept(whole);
            }
        }
        return new VerificationReport(comparisons);
    }

    /** Which objects were brought over is not known: tables that have some are compared wholly. */
    @Override
    public VerificationReport verify(List<TablePlan> tables, BroughtOver brought, Consumer<TableComparison> verified)
            throws InterruptedException {
        List<TablePlan> without =
                tables.stream().filter(table -> table.largeObjects().isEmpty()).toList();
        List<TablePlan> with = tables.stream()
                .filter(table -> !table.largeObjects().isEmpty())
                .filter(table -> brought.of(table) != BroughtOver.Extent.NOTHING)
                .toList();
        return rows.verify(without, brought, verified).and(verify(with, verified));
    }

    private static TableComparison with(TableComparison ofRows, ObjectComparison ofObjects) {
        return ofRows.with(
                2 * ofObjects.bytes(),
                ofObjects.repaired() + ofObjects.removed(),
                ofObjects.divergences(),
                ofObjects.divergent());
    }
}
