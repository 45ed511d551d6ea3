package dev.theseus.app.guide;

import dev.theseus.app.guide.Block.Cell;
import dev.theseus.app.mapping.ColumnRule;
import dev.theseus.app.mapping.RuleSql;
import dev.theseus.domain.mapping.Expression;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in words how a column is made, where that is shorter than its expression. */
final class RuleText {

    private RuleText() {}

    /** Of a column of new, from old. */
    static Cell there(ColumnRule rule) {
        return switch (rule) {
            case ColumnRule.Rename r -> Cell.code(r.column());
            case ColumnRule.Sql r -> Cell.code(r.text());
            case ColumnRule.Constant r -> Cell.plain("always " + quoted(r.value()));
            case ColumnRule.Lookup r -> Cell.plain(r.column() + ": " + values(r.values()));
            case ColumnRule.JsonField r -> Cell.plain("field " + r.field() + " of " + r.column());
            case ColumnRule.JsonRest r ->
                Cell.plain("what is left of " + r.column() + " without the fields above or below");
            case ColumnRule.Zone r ->
                Cell.plain(r.column() + ", as a time in " + r.zone().getId());
            case ColumnRule.Cast r -> Cell.plain(r.column() + ", cast");
            case ColumnRule.NewKey r -> Cell.plain("another key for each " + r.column() + ", kept in the key map");
            case ColumnRule.KeyOf r ->
                Cell.plain("the new key of the row of " + r.table() + " that " + r.column() + " refers to");
            case ColumnRule.Stored r ->
                Cell.plain("the name in the object store of what " + r.column()
                        + " holds: sha256, a colon, the checksum, a colon, the size");
            case ColumnRule.Default r -> Cell.plain(r.column() + ", or " + quoted(r.value()) + " in place of NULL");
        };
    }

    /** Of a column of old, from a column of new that the rule made. */
    static String inverse(String column, ColumnRule.Lookup rule) {
        return column + ": "
                + rule.values().entrySet().stream()
                        .map(e -> quoted(e.getValue()) + " is " + quoted(e.getKey()))
                        .collect(Collectors.joining(", "));
    }

    static Cell expression(Expression from) {
        return Cell.code(
                switch (from) {
                    case Expression.Same same -> same.column();
                    case Expression.Sql sql -> RuleSql.readable(sql.text());
                    case Expression.Java java -> java.mapping();
                });
    }

    private static String values(Map<String, String> values) {
        return values.entrySet().stream()
                .map(e -> quoted(e.getKey()) + " is " + quoted(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(String value) {
        return "'" + value + "'";
    }
}
