package dev.theseus.domain.verification;

import dev.theseus.domain.database.TableName;
import java.util.List;

/**
 * What the comparison of one table found. It counts what it compared: a comparison of nothing proves nothing.
 *
 * @param table in the old database
 * @param rowsOld rows read on the old side
 * @param rowsNew rows read on the new side
 * @param bytes read on both sides, estimated
 * @param lagging rows that differed at first and agreed by themselves once the relay had passed
 * @param settled rows that changed so often that they were compared under their lock, right after an apply
 * @param repaired rows that differed, were brought over again and agreed after that
 * @param divergences rows that still differ after repair
 * @param examples of divergences, at most 100
 */
public record TableComparison(
        TableName table,
        long rowsOld,
        long rowsNew,
        long bytes,
        long lagging,
        long settled,
        long repaired,
        long divergences,
        List<Divergence> examples) {

    public TableComparison {
        examples = List.copyOf(examples);
    }
}
