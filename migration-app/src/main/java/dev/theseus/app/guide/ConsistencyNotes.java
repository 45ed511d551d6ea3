package dev.theseus.app.guide;

import dev.theseus.app.guide.MigrationGuide.GuidedTable;
import dev.theseus.domain.database.Column;
import dev.theseus.domain.mapping.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which operations are less consistent than within one database, and how. */
record ConsistencyNotes(List<GuidedTable> tables) {

    List<String> items() {
        List<String> items = new ArrayList<>(List.of(
                "Until the cutover all writes go to old. A write through the gateway is applied to new right after its commit; "
                        + "one by another client follows within the lag of the relay.",
                "A read from new may be behind old by at most the maximum lag of the rollout. A read that must see a write of "
                        + "its own carries that write's consistency token.",
                "A transaction that changes several rows or tables does not arrive in new as one transaction: each row is applied "
                        + "by itself, so a reader of new may see some of its changes before others.",
                "During the cutover writers are held for some milliseconds; a transaction that was begun before it is "
                        + "refused with SQLSTATE TH001 and has to be repeated on new."));
        tables.forEach(t -> table(t, items));
        return items;
    }

    private static void table(GuidedTable table, List<String> items) {
        Optional<Image> there = table.plan().mapping().forward();
        Optional<Image> back = table.plan().mapping().reverse();
        there.filter(i -> !i.joins().isEmpty())
                .ifPresent(
                        i -> items.add(
                                table.plan().target() + " is made of "
                                        + table.plan().old() + " and " + joined(i)
                                        + ": a change of either changes its row, and a reader of new may see the one before the other."));
        back.filter(i -> !i.joins().isEmpty())
                .ifPresent(i -> items.add(
                        table.plan().old() + " is split into " + table.plan().target() + " and " + joined(i)
                                + ": the parts of a row may arrive one after the other."));
        there.ifPresent(image -> table.target().columns().stream()
                .filter(Column::isCarried)
                .filter(c -> !image.targetColumns().contains(c.name()))
                .forEach(c ->
                        items.add("Column " + c.name() + " of " + table.plan().target()
                                + " gets its default when a row first arrives in new, and is not compared.")));
        back.filter(i -> !i.losses().isEmpty())
                .ifPresent(i -> items.add("After the cutover " + String.join(", ", i.losses()) + " of "
                        + table.plan().old() + " in old may differ from what new holds, and is not compared."));
    }

    private static String joined(Image image) {
        return String.join(
                ", ", image.joins().stream().map(j -> j.table().toString()).toList());
    }
}
