package dev.theseus.jdbc.definition;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.definition.DefinitionChange.Weight;
import dev.theseus.domain.definition.DefinitionRules;
import dev.theseus.domain.definition.DefinitionRules.Role;
import dev.theseus.domain.definition.Definitions;
import dev.theseus.domain.definition.Trait;
import dev.theseus.domain.definition.Trait.Kind;
import dev.theseus.domain.definition.WatchedTable;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.definition.CommandNotes.Note;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares, in each of both databases, what is there with what is kept there, and reads what was noted. */
final class DefinitionsOfBoth implements Definitions {

    private final PgDatabase old;
    private final PgDatabase target;

    DefinitionsOfBoth(PgDatabase old, PgDatabase target) {
        this.old = old;
        this.target = target;
    }

    private List<PgDatabase> both() {
        return List.of(old, target);
    }

    private static List<WatchedTable> watched(Collection<TablePlan> tables, Side side) {
        return KeptDefinitions.ownFirst(
                tables.stream().map(t -> WatchedTable.of(t, side)).toList());
    }

    @Override
    public void keep(Collection<TablePlan> tables) {
        for (PgDatabase database : both()) {
            database.inTransaction("keep the definitions of tables", connection -> {
                if (KeptDefinitions.isKept(connection)) {
                    for (WatchedTable table : watched(tables, database.side())) {
                        KeptDefinitions.keep(connection, table);
                    }
                    CommandNotes.install(connection);
                }
                return null;
            });
        }
    }

    @Override
    public List<DefinitionChange> look(Collection<TablePlan> tables, Side source) {
        List<DefinitionChange> changes = new ArrayList<>();
        for (PgDatabase database : both()) {
            Role role = database.side() == source ? Role.SOURCE : Role.TARGET;
            Map<String, WatchedTable> watched = KeptDefinitions.byRelation(watched(tables, database.side()));
            changes.addAll(database.inTransaction(
                    "look at the definitions of tables",
                    connection -> KeptDefinitions.isKept(connection)
                            ? look(connection, watched, role)
                            : List.<DefinitionChange>of()));
        }
        return changes;
    }

    private static List<DefinitionChange> look(Connection connection, Map<String, WatchedTable> watched, Role role)
            throws SQLException {
        KeptDefinitions.adopt(connection);
        // before the comparison: what a command noted since has changed is found by the next look, with its note
        List<Note> notes = CommandNotes.read(connection);
        Set<String> relations = new LinkedHashSet<>(KeptDefinitions.different(connection));
        notes.forEach(n -> relations.add(n.relation()));
        List<DefinitionChange> changes = new ArrayList<>();
        for (String relation : relations) {
            WatchedTable table = watched.get(relation);
            if (table != null) {
                List<DefinitionChange> found = DefinitionRules.changes(
                        table,
                        role,
                        KeptDefinitions.kept(connection, relation),
                        KeptDefinitions.present(connection, relation));
                changes.addAll(explained(
                        table,
                        role,
                        found,
                        notes.stream().filter(n -> n.relation().equals(relation)).toList()));
            }
        }
        return changes;
    }

    private static List<DefinitionChange> explained(
            WatchedTable table, Role role, List<DefinitionChange> found, List<Note> notes) {
        List<DefinitionChange> explained = new ArrayList<>();
        Optional<String> last = notes.isEmpty()
                ? Optional.empty()
                : Optional.of(notes.getLast().text());
        found.forEach(f -> explained.add(last.map(f::seen).orElse(f)));
        boolean isGap = notes.stream().anyMatch(Note::captureOff);
        boolean isOff = found.stream().map(f -> f.trait().kind()).anyMatch(k -> k == Kind.TABLE || k == Kind.CAPTURE_TRIGGER);
        for (Note note : notes) {
            if (note.captureOff() && !isOff) {
                explained.add(noted(
                        table, Kind.CAPTURE_GAP, note, role == Role.SOURCE ? Weight.STOPS : Weight.NOTED));
            } else if (!isGap && found.isEmpty()) {
                explained.add(noted(table, Kind.COMMAND, note, Weight.NOTED));
            }
        }
        return explained;
    }

    private static DefinitionChange noted(WatchedTable table, Kind kind, Note note, Weight weight) {
        return new DefinitionChange(
                table.side(),
                table.name(),
                new Trait(kind, Long.toString(note.id())),
                Optional.empty(),
                Optional.of(note.text()),
                weight,
                Optional.of(note.text()));
    }

    @Override
    public void settle(Collection<DefinitionChange> changes) {
        for (PgDatabase database : both()) {
            List<DefinitionChange> own =
                    changes.stream().filter(c -> c.side() == database.side()).toList();
            if (!own.isEmpty()) {
                database.inTransaction("keep changed definitions", connection -> {
                    if (KeptDefinitions.isKept(connection)) {
                        for (DefinitionChange change : own) {
                            settle(connection, change);
                        }
                    }
                    return null;
                });
            }
        }
    }

    private static void settle(Connection connection, DefinitionChange change) throws SQLException {
        Kind kind = change.trait().kind();
        if (kind == Kind.COMMAND || kind == Kind.CAPTURE_GAP) {
            CommandNotes.settle(connection, Long.parseLong(change.trait().name()));
            CommandNotes.settle(connection, Sql.quoted(change.table()), false);
        } else {
            KeptDefinitions.settle(connection, change);
            boolean gaps = kind == Kind.CAPTURE_TRIGGER || kind == Kind.TABLE;
            CommandNotes.settle(connection, Sql.quoted(change.table()), gaps);
        }
    }

    @Override
    public void forget() {
        for (PgDatabase database : both()) {
            database.inTransaction("forget the definitions of tables", connection -> {
                CommandNotes.remove(connection);
                if (KeptDefinitions.isKept(connection)) {
                    KeptDefinitions.forget(connection);
                }
                return null;
            });
        }
    }

    @Override
    public Sight sight(Side side) {
        return (side == Side.OLD ? old : target).inTransaction("look for event triggers", CommandNotes::sight);
    }
}
