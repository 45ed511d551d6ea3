package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.apply.TableShape.From;
import dev.theseus.jdbc.largeobject.ObjectTransfer;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.RowStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/** Lets a source of another kind take part. Keys are compared by the target alone, so the source has no comparison. */
final class ForeignSource implements ApplySource {

    private final RowSource rows;
    private final Map<Integer, TablePlan> plans = new ConcurrentHashMap<>();

    ForeignSource(RowSource rows) {
        this.rows = rows;
    }

    @Override
    public Side side() {
        return rows.side();
    }

    @Override
    public From describe(TablePlan table) throws SQLException {
        plans.put(table.number(), table);
        PgRelation relation = SourceFailed.orResult(() -> rows.describe(table));
        return new From(relation, new KeyMatch(relation.key(), List.of()));
    }

    private TablePlan plan(TableShape shape) {
        TablePlan plan = plans.get(shape.number());
        if (plan == null) {
            throw new IllegalStateException("Table " + shape.number() + " was not described");
        }
        return plan;
    }

    @Override
    public long stage(TableShape shape, Set<RowKey> keys, Connection target) throws SQLException {
        String copyIn = new ApplySql(shape).copyIntoStage();
        PgRelation read = shape.source().relation();
        try (RowStream stream = SourceFailed.orResult(() -> rows.rows(plan(shape), read, keys))) {
            return SourceFailed.orRows(stream, target, copyIn);
        }
    }

    @Override
    public Optional<FewRows> few(TableShape shape, FewRows.Entries entries) {
        return Optional.empty();
    }

    @Override
    public Optional<FewRows.Found> few(FewRows few, Set<RowKey> keys, LongPredicate known) {
        return Optional.empty();
    }

    @Override
    public Optional<ObjectTransfer> objects() {
        return Optional.empty();
    }

    @Override
    public void stageKeys(TableShape shape, Connection target) throws SQLException {
        String copyIn = new ApplySql(shape).copyKeysIntoStage();
        PgRelation read = shape.source().relation();
        try (RowStream stream = SourceFailed.orResult(() -> rows.keys(plan(shape), read))) {
            SourceFailed.orRows(stream, target, copyIn);
        }
    }
}
