package dev.theseus.app.plan;

import dev.theseus.app.mapping.TableMapping;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.util.List;
import java.util.Optional;

/**
 * Which tables a plan file selects: all of some schemas and those named, without those excluded.
 *
 * @param schemas all of whose tables are selected
 * @param entries single tables, some of which may be of these schemas and are only refined here
 * @param exclude left out; none of them is among the entries
 */
public record TableSelection(List<String> schemas, List<Entry> entries, List<TableName> exclude) {

    /**
     * What a plan file says of one table. What it leaves open the catalogues tell.
     *
     * @param table in old
     * @param target in new; of the same name if not said
     * @param key its columns; the first that identifies rows on both sides if not said
     * @param existingRows what to do about rows of the target
     * @param capture how changes are noted
     * @param mapping how rows change on their way
     * @param largeObjects columns of old that stand for large objects
     */
    public record Entry(
            TableName table,
            Optional<TableName> target,
            Optional<List<String>> key,
            ExistingRows existingRows,
            CaptureMode capture,
            TableMapping mapping,
            List<String> largeObjects) {

        public Entry {
            largeObjects = List.copyOf(largeObjects);
        }

        /** Of a table whose rows look the same on both sides. */
        public Entry(
                TableName table,
                Optional<TableName> target,
                Optional<List<String>> key,
                ExistingRows existingRows,
                CaptureMode capture) {
            this(table, target, key, existingRows, capture, TableMapping.NONE, List.of());
        }

        /** Where its rows go. */
        public TableName goesInto() {
            return target.orElse(table);
        }

        /** An entry that leaves everything open. */
        public static Entry of(TableName table) {
            return new Entry(table, Optional.empty(), Optional.empty(), ExistingRows.REFUSE, CaptureMode.AUTOMATIC);
        }
    }

    public TableSelection {
        schemas = List.copyOf(schemas);
        entries = List.copyOf(entries);
        exclude = List.copyOf(exclude);
    }
}
