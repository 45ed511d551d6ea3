package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.TableShape;
import dev.theseus.domain.inspection.TypeFit;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds mappings against what the catalogues say: every column of old comes back and every column of new goes back,
 * unless its loss is declared by name; what is NOT NULL has a value; types that are carried as they are fit.
 */
final class MappingLaws {

    private final List<MappedPair> pairs;
    private final Map<TableName, Assignment> assignments;
    private final Map<MappedPair, Keys> keys;
    private final List<MappedTable> tables;
    private final List<Finding> findings = new ArrayList<>();

    MappingLaws(
            List<MappedPair> pairs,
            Map<TableName, Assignment> assignments,
            Map<MappedPair, Keys> keys,
            List<MappedTable> tables) {
        this.pairs = pairs;
        this.assignments = assignments;
        this.keys = keys;
        this.tables = tables;
    }

    List<Finding> findings() {
        for (MappedTable table : tables) {
            table.plan().mapping().reverse().ifPresent(back -> old(table, back));
            table.plan().mapping().forward().ifPresent(there -> target(table));
        }
        return findings;
    }

    private List<String> loses(List<MappedPair> of) {
        return of.stream().flatMap(p -> p.says().loses().stream()).toList();
    }

    /** What becomes of the columns of an old table on the way back. */
    private void old(MappedTable table, Image back) {
        List<MappedPair> family = pairs.stream()
                .filter(p -> p.oldName().equals(table.old().name()))
                .toList();
        List<String> dropped =
                family.stream().flatMap(p -> p.says().drop().stream()).toList();
        List<String> loses = loses(family);
        for (Column column : table.old().columns()) {
            if (!column.isCarried() || Weaving.expression(back, column.name()).isPresent()) {
                continue;
            }
            if (!column.nullable() && !column.hasDefault()) {
                findings.add(Finding.stops(
                        Check.REQUIRED_COLUMN,
                        table.old().name(),
                        "column " + column.name()
                                + " is NOT NULL without a default in old and nothing is written to it "
                                + "on the way back, so a row that is born in new could not be stored. Say its value under "
                                + "`back:` (a constant will do), or give it a default in old."));
            } else if (!dropped.contains(column.name()) && !loses.contains(column.name())) {
                findings.add(Finding.stops(
                        Check.LOSS,
                        table.old().name(),
                        "column " + column.name()
                                + " has no way back: nothing that new holds says what it was. Say how it is made "
                                + "under `back:`, or declare it by name: `drop: [" + YamlName.of(column.name())
                                + "]` if new does not keep it, `loses: [" + YamlName.of(column.name())
                                + "]` if it may differ after a rollback."));
            }
        }
    }

    private void target(MappedTable table) {
        List<MappedPair> into = pairs.stream()
                .filter(p -> p.targetName().equals(table.target().name()))
                .toList();
        Assignment assignment =
                java.util.Objects.requireNonNull(assignments.get(table.target().name()));
        Set<String> used = used(table.target());
        List<String> loses = loses(into);
        for (Column column : table.target().columns()) {
            if (!column.isCarried()) {
                continue;
            }
            Optional<Assignment.Filled> filled = assignment.of(column.name());
            filled.ifPresent(f -> carried(f, table.target(), column));
            if (filled.isEmpty() && !column.nullable() && !column.hasDefault()) {
                findings.add(
                        Finding.stops(
                                Check.REQUIRED_COLUMN,
                                table.target().name(),
                                "column " + column.name()
                                        + " is NOT NULL without a default and nothing fills it, so no row "
                                        + "could be stored. Say under `columns:` where its values come from, or give it a default."));
            } else if (!used.contains(column.name()) && !loses.contains(column.name())) {
                findings.add(Finding.stops(
                        Check.LOSS,
                        table.target().name(),
                        "column " + column.name()
                                + " has no way back: what new writes there is lost by a rollback. Say under `back:` which "
                                + "column of old keeps it, or declare it by name: `loses: ["
                                + YamlName.of(column.name())
                                + "]`."));
            }
        }
        table.target().uniqueKeys().forEach(k -> unique(k, table, assignment));
        table.target().foreignKeys().forEach(k -> foreign(k, assignment));
    }

    /** The columns of a target from which something is made on a way back. */
    private Set<String> used(TableDefinition target) {
        Set<String> used = new LinkedHashSet<>();
        for (MappedTable table : tables) {
            table.plan().mapping().reverse().ifPresent(back -> {
                if (table.target().name().equals(target.name())) {
                    used.addAll(back.sourceKey());
                    mentioned(back, Image.SOURCE, target, used);
                }
                for (Join join : back.joins()) {
                    if (join.table().equals(target.name())) {
                        used.addAll(join.on());
                        mentioned(back, join.alias(), target, used);
                    }
                }
            });
        }
        keys.forEach((pair, key) -> {
            if (pair.targetName().equals(target.name())) {
                used.addAll(key.target());
            }
        });
        return used;
    }

    private static void mentioned(Image back, String alias, TableDefinition source, Set<String> used) {
        for (Column column : source.columns()) {
            boolean inColumns = back.columns().stream().anyMatch(c -> switch (c.from()) {
                case Expression.Same same ->
                    alias.equals(Image.SOURCE) && same.column().equals(column.name());
                case Expression.Sql sql -> SayingCheck.mentions(sql.text(), alias, column.name());
                case Expression.Java java -> true;
            });
            if (inColumns
                    || back.filter()
                            .filter(f -> SayingCheck.mentions(f, alias, column.name()))
                            .isPresent()) {
                used.add(column.name());
            }
        }
    }

    private void carried(Assignment.Filled filled, TableDefinition target, Column there) {
        if (!(filled.rule() instanceof ColumnRule.Rename rename)) {
            return;
        }
        keyKept(filled, rename, target, there);
        filled.from().old().column(rename.column()).ifPresent(from -> {
            type(from, there, target);
            TableShape.largeObject(filled.from().oldName(), from).ifPresent(findings::add);
            if (from.nullable() && !there.nullable()) {
                findings.add(Finding.warns(
                        Check.NULLS,
                        target.name(),
                        "column " + there.name() + " may be NULL in old (" + from.name()
                                + ") but not in new: a row with a NULL there would be refused and set aside. Give it a value: `"
                                + YamlName.of(there.name()) + ": { column: " + YamlName.of(from.name())
                                + ", default: … }`."));
            }
        });
    }

    /** Who refers to a row by a key that it has not any more refers to none, or to another one. */
    private void keyKept(Assignment.Filled filled, ColumnRule.Rename rename, TableDefinition target, Column there) {
        TableDefinition old = filled.from().old();
        assignment(target)
                .referred(filled)
                .map(key -> key.map().old())
                .filter(end -> KeyLookups.refersTo(old, rename.column(), end))
                .ifPresent(end -> findings.add(Finding.stops(
                        Check.FOREIGN_KEY,
                        target.name(),
                        "column " + there.name() + " is " + rename.column() + " of old, which refers to "
                                + end.table() + "." + end.column()
                                + ", a key that becomes another one. Look it up: `" + YamlName.of(there.name())
                                + ": { column: " + YamlName.of(rename.column()) + ", key-of: " + end.table()
                                + " }`; if new is to keep the old key, say so: `" + YamlName.of(there.name())
                                + ": { cast: " + YamlName.of(rename.column()) + " }`.")));
    }

    private Assignment assignment(TableDefinition target) {
        return java.util.Objects.requireNonNull(assignments.get(target.name()));
    }

    private void type(Column from, Column there, TableDefinition target) {
        TypeFit fit = TypeFit.of(from.type(), there.type());
        if (fit == TypeFit.SAME_NAME_ELSEWHERE) {
            findings.add(Finding.notes(
                    Check.COLUMN_TYPE,
                    target.name(),
                    "column " + there.name() + " is " + from.type() + " in old (" + from.name() + ") and "
                            + there.type() + " in new: types of one name in two schemas, taken to be alike."));
        }
        if (fit == TypeFit.DIFFERENT) {
            boolean zone = SayingCheck.isTime(from.type())
                    && SayingCheck.isTime(there.type())
                    && SayingCheck.hasZone(from.type()) != SayingCheck.hasZone(there.type());
            findings.add(Finding.stops(
                    Check.COLUMN_TYPE,
                    target.name(),
                    "column " + there.name() + " is " + from.type() + " in old (" + from.name() + ") and "
                            + there.type()
                            + " in new. "
                            + (zone
                                    ? "Say which zone is meant: `" + YamlName.of(there.name()) + ": { column: "
                                            + YamlName.of(from.name()) + ", zone: Europe/Berlin }`."
                                    : "Say how it changes, as `" + YamlName.of(there.name()) + ": { cast: "
                                            + YamlName.of(from.name())
                                            + " }` or by `sql`, or give it a type that fits.")));
        }
    }

    private void unique(UniqueKey key, MappedTable table, Assignment assignment) {
        if (key.columns()
                .containsAll(table.plan().mapping().forward().orElseThrow().targetKey())) {
            return;
        }
        List<String> old = new ArrayList<>();
        key.columns()
                .forEach(c -> assignment
                        .of(c)
                        .filter(f -> f.from().oldName().equals(table.old().name()))
                        .filter(f -> f.rule() instanceof ColumnRule.Rename
                                || f.rule() instanceof ColumnRule.KeyOf
                                || f.rule() instanceof ColumnRule.NewKey)
                        .flatMap(f -> f.rule().source())
                        .ifPresent(old::add));
        boolean given = table.old().uniqueKeys().stream().anyMatch(k -> old.containsAll(k.columns()));
        if (!given) {
            findings.add(
                    Finding.warns(
                            Check.UNIQUENESS,
                            table.target().name(),
                            "has a unique index in new (" + key.name() + ") on (" + String.join(", ", key.columns())
                                    + ") that nothing in old guarantees: rows that become alike would be refused and set aside."));
        }
    }

    /** A reference must change in the way in which the key changes that it refers to. */
    private void foreign(ForeignKey key, Assignment from) {
        Assignment to = assignments.get(key.to());
        if (to == null) {
            return;
        }
        for (int i = 0; i < key.columns().size(); i++) {
            Optional<ColumnRule> referring = from.of(key.columns().get(i)).map(Assignment.Filled::rule);
            Optional<ColumnRule> referred = to.of(key.referenced().get(i)).map(Assignment.Filled::rule);
            boolean refersAsIs =
                    referring.filter(ColumnRule.Rename.class::isInstance).isPresent();
            boolean referredChanges =
                    referred.filter(r -> !(r instanceof ColumnRule.Rename)).isPresent();
            if (refersAsIs && referredChanges) {
                findings.add(Finding.stops(
                        Check.FOREIGN_KEY,
                        key.from(),
                        "refers in new by " + key.columns().get(i) + " to " + key.to() + "."
                                + key.referenced().get(i) + " (" + key.name()
                                + "), whose values change on their way while those that refer to it don't. "
                                + remedy(
                                        key.columns().get(i),
                                        referring.get(),
                                        to.of(key.referenced().get(i)))));
            }
        }
    }

    private static String remedy(String column, ColumnRule referring, Optional<Assignment.Filled> referred) {
        return referred.filter(f -> f.rule() instanceof ColumnRule.NewKey)
                .map(f -> "Look it up: `" + YamlName.of(column) + ": { column: "
                        + YamlName.of(referring.source().orElseThrow()) + ", key-of: "
                        + f.from().oldName() + " }`.")
                .orElse("Map " + column + " in the same way.");
    }
}
