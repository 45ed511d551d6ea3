package dev.theseus.jdbc.noting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts one command together again. Notes of what was changed inside common tables follow these as common tables; the
 * body, if its keys are noted, becomes a common table itself. What the client gets back stays the same: the rows that
 * it asked for, or else a count, which is that of the notes.
 */
final class Composition {

    /** Which keys a change notes. */
    enum Keys {
        ONE,
        OLD_AND_NEW
    }

    private final String sql;
    private final Command command;
    private final TreeMap<Integer, String> insertions = new TreeMap<>();
    private final Map<Integer, Integer> leftOut = new HashMap<>();
    private final Set<Integer> gone = new TreeSet<>();
    private final List<String> source = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> lastNote = new ArrayList<>();

    Composition(String sql, Command command) {
        this.sql = sql;
        this.command = command;
    }

    void gone(Set<Integer> numbers) {
        gone.addAll(numbers);
    }

    void keys(String from, Write write, CapturedTable captured, Keys keys) {
        String wanted = captured.text(write.qualifier()) + " AS " + NotingSql.KEY;
        if (keys == Keys.OLD_AND_NEW) {
            wanted += ", " + captured.text(NotingSql.BEFORE) + " AS " + NotingSql.KEY_BEFORE;
            notes.add(NotingSql.noteBefore(captured.number(), from));
        }
        String naming = keys == Keys.OLD_AND_NEW ? " WITH (OLD AS " + NotingSql.BEFORE + ")" : "";
        write.returning()
                .ifPresentOrElse(
                        returning -> insertions.merge(returning.listStart(), naming, String::concat),
                        () -> insertions.merge(write.end(), " RETURNING" + naming + " ", String::concat));
        insertions.merge(write.end(), write.returning().isPresent() ? ", " + wanted : wanted, String::concat);
        boolean isBody = from.equals(NotingSql.CHANGED);
        if (isBody && write.returning().isEmpty()) {
            lastNote.add(NotingSql.note(captured.number(), from));
            return;
        }
        notes.add(NotingSql.note(captured.number(), from));
        if (isBody) {
            List<String> columns = write.returning().get().columns();
            lastNote.add("SELECT " + (columns.isEmpty() ? "*" : String.join(", ", columns)) + " FROM " + from);
        }
    }

    /** The source is read once, for the note and for the merge. */
    void keysOfSource(Merge merge, CapturedTable captured) {
        String query = sql.substring(merge.sourceStart(), merge.sourceEnd());
        List<String> values =
                merge.keys().stream().map(c -> merge.alias() + "." + c).toList();
        source.add(NotingSql.SOURCE + " AS MATERIALIZED " + query);
        notes.add(NotingSql.noteSource(captured.number(), captured.textOf(values), merge.alias()));
        insertions.put(merge.sourceStart(), NotingSql.SOURCE);
        leftOut.put(merge.sourceStart(), merge.sourceEnd());
    }

    String text() {
        if (insertions.isEmpty() && gone.isEmpty()) {
            return sql.substring(command.start(), command.end());
        }
        List<String> common = new ArrayList<>();
        if (!gone.isEmpty() || !source.isEmpty()) {
            common.add(NotingSql.TRANSACTION);
            gone.forEach(number -> common.add("theseus_gone_" + number + " AS (" + NotingSql.noteGone(number) + ")"));
        }
        common.addAll(source);
        int bodyStart = bodyStart();
        String body = edited(bodyStart, command.end());
        if (!lastNote.isEmpty()) {
            common.add(NotingSql.CHANGED + " AS (" + body + ")");
        }
        for (int i = 0; i < notes.size(); i++) {
            common.add("theseus_note_" + i + " AS (" + notes.get(i) + ")");
        }
        String last = lastNote.isEmpty() ? body : lastNote.getFirst();
        return head(bodyStart) + String.join(", ", common) + " " + last;
    }

    /** Where the body begins, or what stands between it and the last common table. */
    private int bodyStart() {
        return switch (command.head()) {
            case Command.Head.Nothing nothing -> command.start();
            case Command.Head.CommonTables tables ->
                command.body() instanceof Command.Body.Changes changes
                        ? changes.write().start()
                        : tables.end();
        };
    }

    private String head(int bodyStart) {
        return switch (command.head()) {
            case Command.Head.Nothing nothing -> "WITH ";
            case Command.Head.CommonTables tables -> edited(command.start(), Math.min(tables.end(), bodyStart)) + ", ";
        };
    }

    private String edited(int from, int until) {
        StringBuilder text = new StringBuilder();
        int at = from;
        for (var insertion : insertions.subMap(from, true, until, true).entrySet()) {
            text.append(sql, at, insertion.getKey()).append(insertion.getValue());
            at = leftOut.getOrDefault(insertion.getKey(), insertion.getKey());
        }
        return text.append(sql, at, until).toString();
    }
}
