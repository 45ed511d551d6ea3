package dev.theseus.domain.verification;

import dev.theseus.domain.database.TableName;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the comparison of one table plan found. It counts what it compared: a comparison of nothing proves nothing.
 *
 * @param table in the old database
 * @param target in the new one; a table that is split or merged is compared with each
 * @param rowsOld rows read on the old side
 * @param rowsNew rows read on the new side
 * @param bytes read on both sides, estimated
 * @param lagging rows that differed at first and agreed by themselves once the relay had passed
 * @param settled rows that changed so often that they were compared under their lock, right after an apply
 * @param repaired rows that differed, were brought over again and agreed after that
 * @param unsettled rows that never held still for long enough to be compared: nothing is known of them
 * @param divergences rows that still differ after repair
 * @param examples of divergences, at most 100
 * @param repairs of rows as they were before they were brought over again, at most 100: many rows that differ in the
 *     same column were not missed one by one, they were written by another mapping
 * @param digest how the servers condensed the rows, for people
 */
public record TableComparison(
        TableName table,
        TableName target,
        long rowsOld,
        long rowsNew,
        long bytes,
        long lagging,
        long settled,
        long repaired,
        long unsettled,
        long divergences,
        List<Divergence> examples,
        List<Divergence> repairs,
        String digest) {

    /** No more examples than this are kept. */
    public static final int MAXIMUM_EXAMPLES = 100;

    public TableComparison {
        examples = List.copyOf(examples);
        repairs = List.copyOf(repairs);
    }

    /**
     * The same with what was found of values that rows only refer to.
     *
     * @param bytesMore read on both sides
     * @param repairedMore values that were brought over again and agreed after that
     * @param divergencesMore values that still differ
     * @param examplesMore of them; as many are kept as there is room for
     */
    public TableComparison with(
            long bytesMore, long repairedMore, long divergencesMore, List<Divergence> examplesMore) {
        List<Divergence> all = Stream.concat(
                        examples.stream(), examplesMore.stream().limit(MAXIMUM_EXAMPLES - examples.size()))
                .toList();
        return new TableComparison(
                table,
                target,
                rowsOld,
                rowsNew,
                bytes + bytesMore,
                lagging,
                settled,
                repaired + repairedMore,
                unsettled,
                divergences + divergencesMore,
                all,
                repairs,
                digest);
    }
}
