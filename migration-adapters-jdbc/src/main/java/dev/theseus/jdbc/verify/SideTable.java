package dev.theseus.jdbc.verify;

import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import java.util.List;
import java.util.Optional;

/**
 * A table on one side, with the expressions that condense its rows. They are over the alias {@code t} of
 * {@link PgRelation#from}, that is over what its rows look like on the side that is written to, and have the same value
 * on both sides for the same row.
 *
 * @param database the side
 * @param relation the table there
 * @param match of the table's own key with what is asked for
 * @param columns names of the compared columns: those that are carried and those that both sides compute alike
 * @param forms of these columns, in the same order
 * @param digest of the whole row, bigint
 * @param keyDigest of the key on the side that is written to, bigint
 * @param keyText of the same key, text[]
 * @param made how rows of a source come about that a mapping in Java makes: then the expressions are over the rows that
 *     it makes, on the side that is written to; empty if a server makes them
 */
record SideTable(
        PgDatabase database,
        PgRelation relation,
        KeyMatch match,
        List<String> columns,
        List<String> forms,
        String digest,
        String keyDigest,
        String keyText,
        Optional<MadeRows> made) {

    SideTable {
        columns = List.copyOf(columns);
        forms = List.copyOf(forms);
    }

    /** For messages: the table and its side. */
    @Override
    public String toString() {
        return relation.name() + " in the " + database.side() + " database";
    }
}
