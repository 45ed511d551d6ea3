package dev.theseus.app.mapping;

import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.UniqueKey;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import java.util.List;
import java.util.Optional;

/** Finds by which columns the rows of a pair are identified on both sides, or says why they can't be. */
final class KeyFinding {

    private final MappedPair pair;
    private final Assignment assignment;
    private final List<Finding> findings;

    KeyFinding(MappedPair pair, Assignment assignment, List<Finding> findings) {
        this.pair = pair;
        this.assignment = assignment;
        this.findings = findings;
    }

    /** Of a pair whose rows make the rows of new. */
    Optional<Keys> ofItsOwn() {
        List<List<String>> candidates = candidates();
        for (List<String> old : candidates) {
            List<String> target = inNew(old);
            if (!target.isEmpty() && pair.target().isIdentifiedBy(target)) {
                return Optional.of(new Keys(old, target));
            }
        }
        if (!candidates.isEmpty()) {
            List<String> target = inNew(candidates.getFirst());
            stops(
                    pair.targetName(),
                    target.isEmpty()
                            ? "holds in new no column with the key " + list(candidates.getFirst()) + " of "
                                    + pair.oldName()
                                    + " in old. Say it as `key: { old: [id], new: [user_id] }`, with `columns:` and `back:` for it."
                            : "has in new no primary key, and no unique index over NOT NULL columns, on "
                                    + list(target) + ", which identify the rows of " + pair.oldName()
                                    + ". Add one to new, or name another key.");
        }
        return Optional.empty();
    }

    /**
     * Of a pair whose rows complete those of another.
     *
     * @param main the keys of that one
     */
    Optional<Keys> beside(Keys main) {
        Optional<List<String>> old =
                candidates().stream().filter(k -> k.size() == main.old().size()).findFirst();
        if (old.isEmpty()) {
            stops(
                    pair.oldName(),
                    "has no key of as many columns as " + list(main.old())
                            + ", by which its rows complete others. Name one by `key:`.");
        }
        return old.map(k -> new Keys(k, main.target()));
    }

    private List<List<String>> candidates() {
        TableDefinition old = pair.old();
        List<List<String>> candidates = pair.key()
                .map(List::of)
                .orElseGet(() -> old.uniqueKeys().stream()
                        .filter(UniqueKey::identifiesRows)
                        .map(UniqueKey::columns)
                        .toList());
        List<List<String>> identifying =
                candidates.stream().filter(old::isIdentifiedBy).toList();
        if (identifying.isEmpty()) {
            stops(
                    pair.oldName(),
                    pair.key()
                            .map(k -> "has in old no unique index over NOT NULL columns on " + list(k)
                                    + ", the plan's key. Add it, or name another key.")
                            .orElse("has no key that identifies its rows. Add a primary key, or a unique index over "
                                    + "NOT NULL columns, or exclude the table."));
        }
        return identifying;
    }

    private List<String> inNew(List<String> old) {
        if (!pair.says().newKey().isEmpty()) {
            return pair.says().newKey();
        }
        List<String> target =
                old.stream().flatMap(c -> assignment.holding(pair, c).stream()).toList();
        return target.size() == old.size() ? target : List.of();
    }

    private void stops(Object what, String message) {
        findings.add(Finding.stops(Check.KEY, what, message));
    }

    private static String list(List<String> columns) {
        return "(" + String.join(", ", columns) + ")";
    }
}
