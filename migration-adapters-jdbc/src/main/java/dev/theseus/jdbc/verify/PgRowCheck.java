package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.verify.TablePair.Ground;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Looks by {@link RowLook}; what it needs to know of a table is read once, and again when a server refused. */
final class PgRowCheck implements RowCheck {

    private final Ground ground;
    private final ChangeLog log;
    private final Attempts attempts = new Attempts(Attempts.Repetition.NEVER);
    private final Map<TablePlan, TablePair> tables = new ConcurrentHashMap<>();
    private volatile @Nullable Digests digests;

    PgRowCheck(Ground ground, ChangeLog log) {
        this.ground = ground;
        this.log = log;
    }

    @Override
    public Map<RowKey, Found> look(TablePlan table, Collection<RowKey> keys) throws InterruptedException {
        try {
            Map<RowKey, Found> found = new HashMap<>();
            new RowLook(pair(table), log, attempts).at(keys).forEach((key, seen) -> found.put(key, found(seen)));
            return found;
        } catch (DatabaseRefused e) {
            tables.remove(table);
            throw e;
        }
    }

    private static Found found(RowLook.Seen seen) {
        return switch (seen) {
            case EQUAL -> Found.EQUAL;
            case MISSING, EXTRA, DIFFERENT -> Found.DIFFERENT;
            case IN_FLIGHT -> Found.IN_FLIGHT;
        };
    }

    @Override
    public Optional<RowKey> randomKey(TablePlan table, Side side) throws InterruptedException {
        TablePair pair = pair(table);
        SideTable sideTable = pair.on(side);
        Optional<RowKey> drawn = attempts.inTransaction(
                sideTable.database(), "draw a row of " + sideTable, c -> RandomKey.draw(c, sideTable.relation()));
        return drawn.isEmpty() || side == pair.direction().source()
                ? drawn
                : Optional.ofNullable(pair.keys().back(Set.of(drawn.get())).get(drawn.get()));
    }

    private TablePair pair(TablePlan table) throws InterruptedException {
        TablePair known = tables.get(table);
        if (known == null) {
            known = TablePair.read(table, ground, digests(), attempts);
            tables.put(table, known);
        }
        return known;
    }

    private Digests digests() throws InterruptedException {
        Digests known = digests;
        if (known == null) {
            ServerPair servers = ServerPair.of(ground.old(), ground.target(), attempts);
            known = new Digests(servers.hash(), new ExactForm(servers.encodings()));
            digests = known;
        }
        return known;
    }
}
