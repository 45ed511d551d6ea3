package dev.theseus.jdbc.noting;

import dev.theseus.jdbc.noting.Command.Body;
import dev.theseus.jdbc.noting.Noted.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rewrites one statement. What it does not have to change stays as it is, to the letter. */
final class Rewriting {

    private final String sql;
    private final KnownTables tables;
    private final Set<Integer> beyondKeys = new TreeSet<>();
    private Extent extent = Extent.NOTHING;

    Rewriting(String sql, KnownTables tables) {
        this.sql = sql;
        this.tables = tables;
    }

    Noted noted() {
        List<String> commands = new ArrayList<>();
        for (Command command : CommandReader.read(sql)) {
            commands.add(rewritten(command));
        }
        return new Noted(extent == Extent.NOTHING ? sql : String.join("; ", commands), extent, beyondKeys);
    }

    private String rewritten(Command command) {
        return switch (command.body()) {
            case Body.Changes changes -> changed(command, List.of(changes.write()));
            case Body.Reads reads -> command.nested().isEmpty() ? text(command) : changed(command, List.of());
            case Body.Truncates truncates -> text(command) + NotingSql.gone(truncated(truncates));
            case Body.RunsCode code -> text(command) + marks(tables.numbers(), "a statement ran code in the server");
            case Body.Calls calls -> {
                reached(Extent.UNKNOWN, tables.numbers());
                yield text(command);
            }
        };
    }

    private String text(Command command) {
        return sql.substring(command.start(), command.end());
    }

    private void reached(Extent reached, Set<Integer> numbers) {
        if (extent.compareTo(reached) < 0) {
            extent = reached;
        }
        beyondKeys.addAll(numbers);
    }

    private Set<Integer> truncated(Body.Truncates truncates) {
        Set<Integer> numbers = new TreeSet<>();
        truncates.tables().forEach(t -> tables.find(t).itself().ifPresent(c -> numbers.add(c.number())));
        if (truncates.spread() == Command.Spread.CASCADE) {
            numbers.addAll(tables.numbers());
        }
        if (!numbers.isEmpty()) {
            reached(Extent.KEYS_AND_GONE, numbers);
        }
        return numbers;
    }

    private String marks(Set<Integer> numbers, String reason) {
        if (numbers.isEmpty()) {
            return "";
        }
        reached(Extent.WHOLE_TABLES, numbers);
        return NotingSql.marks(numbers, reason);
    }

    private String changed(Command command, List<Write> body) {
        Composition composition = new Composition(sql, command);
        Set<Integer> marked = new TreeSet<>();
        for (Command.Nested nested : command.nested()) {
            KnownTable known = tables.find(nested.write().table());
            note(composition, nested.name(), nested.write(), known, marked);
        }
        for (Write write : body) {
            KnownTable known = tables.find(write.table());
            note(composition, NotingSql.CHANGED, write, known, marked);
        }
        return composition.text() + marks(marked, "the server changed rows that the statement does not name");
    }

    private void note(Composition composition, String from, Write write, KnownTable known, Set<Integer> marked) {
        marked.addAll(known.movedBy(write.assigned()));
        if (write.removes() && !known.vanishing().isEmpty()) {
            reached(Extent.KEYS_AND_GONE, known.vanishing());
            composition.gone(known.vanishing());
        }
        known.itself().ifPresent(captured -> {
            if (write.merges() && tables.server() == KnownTables.Server.NEW_ROWS) {
                MergeReader.read(sql, write, captured)
                        .ifPresentOrElse(
                                merge -> {
                                    reached(Extent.KEYS, Set.of());
                                    composition.keysOfSource(merge, captured);
                                },
                                () -> marked.add(captured.number()));
            } else {
                keys(composition, from, write, captured);
            }
        });
    }

    private void keys(Composition composition, String from, Write write, CapturedTable captured) {
        boolean moves = captured.isMovedBy(write.assigned());
        boolean showsOld = tables.server() == KnownTables.Server.OLD_AND_NEW_ROWS;
        reached(Extent.KEYS, Set.of());
        if (moves && !showsOld) {
            reached(Extent.KEYS_AND_GONE, Set.of(captured.number()));
            composition.gone(Set.of(captured.number()));
        }
        composition.keys(
                from, write, captured, moves && showsOld ? Composition.Keys.OLD_AND_NEW : Composition.Keys.ONE);
    }
}
