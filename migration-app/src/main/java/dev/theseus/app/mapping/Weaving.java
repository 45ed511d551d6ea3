package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the images of pairs. Where several old tables go into one target, the first pair has the image on the way there
 * and joins the others' tables; where one old table goes into several targets, the first has the image on the way back.
 */
public final class Weaving {

    private final List<MappedPair> pairs;
    private final KeyMapFinding keyMaps;
    private final KeyLookups lookups;
    private final Map<TableName, Assignment> assignments = new LinkedHashMap<>();
    private final Map<MappedPair, Keys> keys = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<MappedTable> tables = new ArrayList<>();

    /**
     * @param tables those that could be made
     * @param tried the same as they can be tried before a migration begins: while there are no key maps yet, keys are
     *     looked up by what stands in for them
     * @param keyMaps that the tables' mappings look keys up in
     * @param findings what stands in the way of others, and what the person should know
     */
    public record Woven(
            List<MappedTable> tables, List<MappedTable> tried, List<KeyMap> keyMaps, List<Finding> findings) {
        public Woven {
            tables = List.copyOf(tables);
            tried = List.copyOf(tried);
            keyMaps = List.copyOf(keyMaps);
            findings = List.copyOf(findings);
        }
    }

    private Weaving(List<MappedPair> pairs, KeyMapFinding keyMaps, KeyLookups.Form form) {
        this.pairs = pairs;
        this.keyMaps = keyMaps;
        this.lookups = new KeyLookups(keyMaps.keys(), form);
    }

    /** @param pairs all that are mapped, in the plan's order */
    public static Woven of(List<MappedPair> pairs) {
        List<MappedPair> inSql =
                pairs.stream().filter(p -> p.says().java().isEmpty()).toList();
        return withJava(pairs, inSql(inSql));
    }

    private static Woven inSql(List<MappedPair> pairs) {
        KeyMapFinding keyMaps = new KeyMapFinding(pairs);
        Weaving kept = new Weaving(pairs, keyMaps, KeyLookups.Form.KEPT);
        kept.weave();
        Weaving tried = kept;
        if (!keyMaps.keys().isEmpty()) {
            tried = new Weaving(pairs, keyMaps, KeyLookups.Form.STOOD_IN);
            tried.weave();
        }
        List<KeyMap> maps = keyMaps.keys().values().stream().map(MappedKey::map).toList();
        return new Woven(kept.tables, tried.tables, maps, kept.findings);
    }

    /** Tables that mappings in Java make stand alone: none is split, and none is merged. */
    private static Woven withJava(List<MappedPair> pairs, Woven inSql) {
        List<MappedTable> made = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(inSql.findings());
        for (MappedPair pair : pairs) {
            if (pair.says().java().isEmpty()) {
                continue;
            }
            if (pairs.stream()
                    .anyMatch(other -> !other.equals(pair)
                            && (other.oldName().equals(pair.oldName())
                                    || other.targetName().equals(pair.targetName())))) {
                findings.add(Finding.stops(
                        Check.MAPPING,
                        pair.text(),
                        "is made by `java`, so its tables can't be split or merged: name each of them once."));
                continue;
            }
            JavaPair java = new JavaPair(pair);
            java.table().ifPresent(made::add);
            findings.addAll(java.findings());
        }
        return new Woven(
                Stream.concat(inSql.tables().stream(), made.stream()).toList(),
                Stream.concat(inSql.tried().stream(), made.stream()).toList(),
                inSql.keyMaps(),
                findings);
    }

    private void weave() {
        findings.addAll(keyMaps.findings());
        for (MappedPair pair : pairs) {
            assignments.computeIfAbsent(pair.targetName(), t -> new Assignment(into(t), lookups));
        }
        assignments.values().forEach(a -> findings.addAll(a.findings()));
        pairs.forEach(p -> findings.addAll(new SayingCheck(p, makesRows(p), takesBack(p)).findings()));
        if (!Finding.anyStops(findings)) {
            pairs.stream().filter(this::makesRows).forEach(p -> key(p, Optional.empty()));
            pairs.stream()
                    .filter(p -> !makesRows(p))
                    .forEach(p -> key(p, Optional.of(into(p.targetName()).getFirst())));
            pairs.forEach(this::table);
            findings.addAll(new MappingLaws(pairs, assignments, keys, tables).findings());
        }
    }

    private List<MappedPair> into(TableName target) {
        return pairs.stream().filter(p -> p.targetName().equals(target)).toList();
    }

    private List<MappedPair> outOf(TableName old) {
        return pairs.stream().filter(p -> p.oldName().equals(old)).toList();
    }

    private boolean makesRows(MappedPair pair) {
        return into(pair.targetName()).getFirst().equals(pair);
    }

    private boolean takesBack(MappedPair pair) {
        return outOf(pair.oldName()).getFirst().equals(pair);
    }

    private void key(MappedPair pair, Optional<MappedPair> beside) {
        KeyFinding finding = new KeyFinding(pair, assignment(pair), findings);
        Optional<Keys> found = beside.isEmpty()
                ? finding.ofItsOwn()
                : Optional.ofNullable(keys.get(beside.get())).flatMap(finding::beside);
        found.ifPresent(k -> keys.put(pair, k));
    }

    private Assignment assignment(MappedPair pair) {
        return java.util.Objects.requireNonNull(assignments.get(pair.targetName()));
    }

    /** By what the expressions of others call this pair's table in old, or in new. */
    static String alias(MappedPair pair, boolean isMain, TableName table) {
        return isMain ? Image.SOURCE : pair.says().alias().orElse(table.name());
    }

    private void table(MappedPair pair) {
        boolean forward = makesRows(pair);
        boolean reverse = takesBack(pair);
        List<MappedPair> needed = new ArrayList<>(into(pair.targetName()));
        needed.addAll(outOf(pair.oldName()));
        if (!keys.keySet().containsAll(needed)) {
            return;
        }
        if (!forward && !reverse) {
            stops(
                    pair,
                    Check.MAPPING,
                    "neither makes rows of " + pair.targetName() + " nor brings back those of " + pair.oldName()
                            + ", since other entries come first for both. Put it before one of them.");
            return;
        }
        try {
            Optional<Image> there = forward ? Optional.of(forward(pair)) : Optional.empty();
            Optional<Image> back = reverse ? reverse(pair) : Optional.empty();
            if (reverse && back.isEmpty()) {
                return;
            }
            tables.add(new MappedTable(
                    new TablePlan(
                            pair.number(),
                            pair.oldName(),
                            pair.targetName(),
                            new Mapping(pair.says().version(), there, back),
                            pair.existingRows(),
                            pair.capture()),
                    pair.old(),
                    pair.target(),
                    pair.says()));
        } catch (IllegalArgumentException e) {
            stops(pair, Check.MAPPING, "can't be mapped: " + e.getMessage());
        }
    }

    private void stops(MappedPair pair, Check check, String message) {
        findings.add(Finding.stops(check, pair.text(), message));
    }

    private Keys keysOf(MappedPair pair) {
        return java.util.Objects.requireNonNull(keys.get(pair));
    }

    private Image forward(MappedPair pair) {
        List<MappedColumn> columns = new ArrayList<>();
        assignment(pair).all().forEach((name, filled) -> {
            MappedPair from = filled.from();
            RuleSql sql = new RuleSql(
                    alias(from, from.equals(pair), from.oldName()),
                    from.old(),
                    lookups.losing(from.says().loses()));
            Column column = pair.target().column(name).orElseThrow();
            columns.add(new MappedColumn(name, sql.forward(filled.rule(), column, taken(from.oldName()))));
        });
        List<Join> joins = into(pair.targetName()).stream()
                .skip(1)
                .map(p -> new Join(
                        alias(p, false, p.oldName()), p.oldName(), keysOf(p).old()))
                .toList();
        Keys key = keysOf(pair);
        return new Image(key.old(), key.target(), columns, joins, pair.says().where());
    }

    /** The fields of JSON objects that columns of their own take, wherever the old table goes. */
    private Map<String, List<String>> taken(TableName old) {
        Map<String, List<String>> taken = new LinkedHashMap<>();
        for (MappedPair pair : outOf(old)) {
            assignment(pair).all().values().forEach(filled -> {
                if (filled.from().equals(pair) && filled.rule() instanceof ColumnRule.JsonField field) {
                    taken.computeIfAbsent(field.column(), c -> new ArrayList<>())
                            .add(field.field());
                }
            });
        }
        return taken;
    }

    private Optional<Image> reverse(MappedPair pair) {
        List<MappedPair> family = outOf(pair.oldName());
        Keys key = keysOf(pair);
        WayBack ways = new WayBack(pair, family, assignments, key, lookups);
        List<MappedColumn> columns = new ArrayList<>();
        for (Column column : pair.old().columns()) {
            if (column.isCarried()) {
                ways.of(column).ifPresent(from -> columns.add(new MappedColumn(column.name(), from)));
            }
        }
        List<String> names = columns.stream().map(MappedColumn::name).toList();
        if (!names.containsAll(key.old())) {
            stops(
                    pair,
                    Check.KEY,
                    "the key (" + String.join(", ", key.old()) + ") has no way back, so no row could be found again. "
                            + "Say under `back:` how it is made from the row of new.");
            return Optional.empty();
        }
        List<Join> joins = new ArrayList<>();
        for (MappedPair other : family.subList(1, family.size())) {
            if (!sameKey(pair, other)) {
                stops(
                        other,
                        Check.KEY,
                        "has a key that is made otherwise than that of " + pair.targetName()
                                + ", so rows of the two can't be put together on the way back. Make the keys alike.");
                return Optional.empty();
            }
            joins.add(new Join(
                    alias(other, false, other.targetName()),
                    other.targetName(),
                    keysOf(other).target()));
        }
        List<String> losses = family.stream()
                .flatMap(p -> p.says().loses().stream())
                .filter(names::contains)
                .filter(c -> !key.old().contains(c))
                .distinct()
                .toList();
        return Optional.of(
                new Image(key.target(), key.old(), columns, joins, pair.says().whereBack(), losses));
    }

    private boolean sameKey(MappedPair one, MappedPair other) {
        return keyRules(one).equals(keyRules(other));
    }

    private List<Optional<ColumnRule>> keyRules(MappedPair pair) {
        return keysOf(pair).target().stream()
                .map(c -> assignment(pair).of(c).map(Assignment.Filled::rule).map(rule -> likeOthers(pair, rule)))
                .toList();
    }

    /** What says the key anew, and what looks the same key up, make it alike. */
    private static ColumnRule likeOthers(MappedPair pair, ColumnRule rule) {
        return rule instanceof ColumnRule.NewKey key ? new ColumnRule.KeyOf(key.column(), pair.oldName()) : rule;
    }

    /** The expression of an image's column, if it has that. */
    static Optional<Expression> expression(Image image, String column) {
        return image.columns().stream()
                .filter(c -> c.name().equals(column))
                .map(MappedColumn::from)
                .findFirst();
    }
}
