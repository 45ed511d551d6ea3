package dev.theseus.app.mapping;

import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.util.List;
import java.util.Optional;

/**
 * An old table and one that its rows go into, as both catalogues have them, and what the plan file says of the pair.
 *
 * @param number of the table plan
 * @param key in old; looked up if not said
 */
public record MappedPair(
        int number,
        TableDefinition old,
        TableDefinition target,
        Optional<List<String>> key,
        ExistingRows existingRows,
        CaptureMode capture,
        TableMapping says) {

    TableName oldName() {
        return old.name();
    }

    TableName targetName() {
        return target.name();
    }

    /** How messages name it. */
    String text() {
        return oldName() + " -> " + targetName();
    }
}
