package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the expressions by which servers condense rows.
 *
 * @param hash that both servers agree in
 * @param form in which each column goes in
 */
record Digests(RowHash hash, ColumnForm form) {

    private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");

    List<String> forms(Side side, List<ComparedColumn> columns) {
        return columns.stream().map(c -> form.expression(side, c)).toList();
    }

    String row(List<String> forms) {
        return hash.of("ROW(" + String.join(", ", forms) + ")");
    }

    /**
     * Spreads keys over buckets. It need not tell all keys apart, so a lone integer goes the short way. A row of which
     * an expression says NULL has no key there, and must be in a bucket all the same.
     */
    String key(Side side, List<ComparedColumn> key) {
        ComparedColumn first = key.getFirst();
        if (key.size() == 1
                && INTEGERS.contains(first.old().base())
                && INTEGERS.contains(first.target().base())) {
            return "coalesce(hashint8extended(t.%s::int8, 0), 0)"
                    .formatted(first.old().quoted());
        }
        return row(forms(side, key));
    }

    /** Texts of the key as the side that is written to has it, as an array. */
    String keyText(Side side, List<ComparedColumn> key) {
        return key.stream()
                .map(c -> Printed.key(c.on(side), c.on(c.words())))
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }
}
