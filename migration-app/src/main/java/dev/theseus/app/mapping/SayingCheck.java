package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether what a plan file says of a pair can be meant: the columns exist, and nothing contradicts itself.
 *
 * @param makesRows whether the pair has an image on the way there
 * @param takesBack whether the pair has an image on the way back
 */
record SayingCheck(MappedPair pair, boolean makesRows, boolean takesBack) {

    private static final Pattern CHANGES_BY_ITSELF = Pattern.compile(
            "(?i)\\b(now\\s*\\(|current_(timestamp|date|time|user|role|schema|setting)|localtime|session_user|clock_timestamp|"
                    + "statement_timestamp|transaction_timestamp|timeofday|random|gen_random_uuid|uuidv4|uuidv7|nextval|currval|"
                    + "lastval|txid_current|pg_backend_pid)");

    private static final Pattern NOT_ONE_EXPRESSION = Pattern.compile("--|/\\*|;");

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        TableMapping says = pair.says();
        says.columns().forEach((name, rule) -> column(name, rule, findings));
        says.back().keySet().forEach(name -> written("back", name, pair.old(), "old", findings));
        says.drop().forEach(name -> dropped(name, findings));
        says.loses().stream()
                .filter(n -> pair.old().column(n).isEmpty()
                        && pair.target().column(n).isEmpty())
                .forEach(n -> stops(
                        "`loses` names " + n + ", which neither " + pair.oldName() + " in old nor " + pair.targetName()
                                + " in new has. Correct it.",
                        findings));
        says.newKey().forEach(name -> exists("key", name, pair.target(), "new", findings));
        says.back().forEach((name, sql) -> steady("back." + name, sql, findings));
        says.where().ifPresent(sql -> steady("where", sql, findings));
        says.whereBack().ifPresent(sql -> steady("where-back", sql, findings));
        if (says.where().isPresent() && !makesRows) {
            stops(
                    "`where` says nothing here, since an earlier entry makes the rows of " + pair.targetName()
                            + ". Move it there.",
                    findings);
        }
        if (says.whereBack().isPresent() && !takesBack) {
            stops(
                    "`where-back` says nothing here, since an earlier entry brings back the rows of " + pair.oldName()
                            + ". Move it there.",
                    findings);
        }
        return findings;
    }

    private void column(String name, ColumnRule rule, List<Finding> findings) {
        written("columns", name, pair.target(), "new", findings);
        rule.source().ifPresent(c -> {
            exists("columns." + name, c, pair.old(), "old", findings);
            if (pair.says().drop().contains(c)) {
                stops(
                        "column " + c + " is dropped, but `columns." + name
                                + "` is made from it. Remove one of the two.",
                        findings);
            }
            pair.old().column(c).ifPresent(from -> kind(name, rule, from, findings));
        });
        if (rule instanceof ColumnRule.Sql sql) {
            steady("columns." + name, sql.text(), findings);
        }
    }

    private void kind(String name, ColumnRule rule, Column from, List<Finding> findings) {
        String there = pair.target().column(name).map(Column::type).orElse(from.type());
        if (rule instanceof ColumnRule.Zone
                && (!isTime(from.type()) || !isTime(there) || hasZone(from.type()) == hasZone(there))) {
            stops(
                    "`columns." + name + "` gives a zone, but is made from " + from.name() + " (" + from.type()
                            + ") and is " + there
                            + " in new; a zone leads from timestamp without time zone to timestamp with "
                            + "time zone, or back. Remove it, or use `sql`.",
                    findings);
        }
        if (rule instanceof ColumnRule.Cast
                && isTime(from.type())
                && isTime(there)
                && hasZone(from.type()) != hasZone(there)) {
            stops(
                    "`columns." + name + "` casts " + from.type() + " to " + there
                            + ", which depends on the zone of the session. Say which zone is meant: `{ column: "
                            + from.name()
                            + ", zone: Europe/Berlin }`.",
                    findings);
        }
        if (rule instanceof ColumnRule.Stored && !from.type().equals("bytea")) {
            stops(
                    "`columns." + name + "` stores " + from.name() + ", which is " + from.type()
                            + " in old: only bytea goes into an object store.",
                    findings);
        }
        if (rule instanceof ColumnRule.Stored && !there.equals("text")) {
            stops(
                    "`columns." + name + "` is " + there
                            + " in new, and is to hold the names of stored values. Make it a text.",
                    findings);
        }
        if ((rule instanceof ColumnRule.JsonField || rule instanceof ColumnRule.JsonRest)
                && !from.type().equals("jsonb")
                && !from.type().equals("json")) {
            stops(
                    "`columns." + name + "` takes a field of " + from.name() + ", which is " + from.type()
                            + " in old. Take one of a json or jsonb column, or use `sql`.",
                    findings);
        }
    }

    static boolean isTime(String type) {
        return type.startsWith("timestamp");
    }

    static boolean hasZone(String type) {
        return type.endsWith("with time zone");
    }

    private void dropped(String name, List<Finding> findings) {
        exists("drop", name, pair.old(), "old", findings);
        if (pair.key().filter(k -> k.contains(name)).isPresent()) {
            stops("`drop` names " + name + ", which the key needs. Keep it.", findings);
        }
    }

    private void written(String key, String name, TableDefinition table, String side, List<Finding> findings) {
        exists(key, name, table, side, findings);
        table.column(name)
                .filter(c -> !c.isCarried())
                .ifPresent(c -> stops(
                        "`" + key + "." + name + "` can't be written: " + table.name() + " computes it in " + side
                                + " (GENERATED ALWAYS AS). Leave it out.",
                        findings));
    }

    private void exists(String key, String name, TableDefinition table, String side, List<Finding> findings) {
        if (table.column(name).isEmpty()) {
            List<String> known = table.columns().stream().map(Column::name).toList();
            stops(
                    "`" + key + "` names column " + name + ", which " + table.name() + " has not in " + side
                            + "; it has " + String.join(", ", known) + ".",
                    findings);
        }
    }

    /** What is computed twice for the same row must be the same: rows are mapped again whenever they are compared. */
    private void steady(String where, String sql, List<Finding> findings) {
        if (NOT_ONE_EXPRESSION.matcher(withoutLiterals(sql)).find()) {
            findings.add(
                    Finding.stops(
                            Check.EXPRESSION,
                            pair.text(),
                            "`" + where
                                    + "` holds a comment or a semicolon. Write one expression; comments go behind a # in the plan."));
        }
        java.util.regex.Matcher unsteady = CHANGES_BY_ITSELF.matcher(withoutLiterals(sql));
        if (unsteady.find()) {
            findings.add(Finding.stops(
                    Check.EXPRESSION,
                    pair.text(),
                    "`" + where + "` uses " + unsteady.group(1).replace("(", "").strip()
                            + ", which is another each time: the row would never compare equal. Use what the row holds, a "
                            + "constant, or leave the column to its default in new."));
        }
    }

    static String withoutLiterals(String sql) {
        return sql.replaceAll("'(?:[^']|'')*'", "''");
    }

    private void stops(String message, List<Finding> findings) {
        findings.add(Finding.stops(Check.MAPPING, pair.text(), message));
    }

    /** Whether an expression speaks of a column, by the alias of its table or without one, or of the whole row. */
    static boolean mentions(String sql, String alias, String column) {
        String text = withoutLiterals(sql);
        String name = Pattern.quote(column.replace("\"", "\"\""));
        if (Pattern.compile("(?<![\\w.$])(\"" + name + "\"|(?i:" + Pattern.quote(column)
                        + "))(?![\\w$]*\\s*\\()(?![\\w$.])")
                .matcher(text)
                .find()) {
            return true;
        }
        String table = "(?<![\\w.\"])\"?" + Pattern.quote(alias) + "\"?";
        return Pattern.compile(table + "\\s*\\.\\s*(\"" + name + "\"|(?i:" + Pattern.quote(column) + ")(?![\\w$]))")
                        .matcher(text)
                        .find()
                || Pattern.compile(table + "(?![\\w$\"])(?!\\s*\\.)")
                        .matcher(text)
                        .find()
                || Pattern.compile(table + "\\s*\\.\\s*\\*").matcher(text).find();
    }
}
