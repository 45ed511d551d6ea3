package dev.theseus.jdbc.critical;

import dev.theseus.domain.critical.CriticalEvent;
import dev.theseus.domain.critical.CriticalProcess;
import dev.theseus.domain.critical.CriticalRecovery;
import dev.theseus.domain.critical.CriticalState;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Takes up what the journals of both sides say is due. */
final class JournalRecovery implements CriticalRecovery {

    private final Ways ways;
    private final Settlement.Parts parts;

    JournalRecovery(Ways ways, Settlement.Parts parts) {
        this.ways = ways;
        this.parts = parts;
    }

    /** A side without authority may be away: then its journal waits, and the other side's is worked on. */
    @Override
    public Recovered recover() {
        int ended = 0;
        int left = 0;
        List<DatabaseUnavailable> away = new ArrayList<>();
        for (Way way : ways.both()) {
            try {
                Recovered recovered = recover(way);
                ended += recovered.ended();
                left += recovered.left();
            } catch (DatabaseUnavailable e) {
                away.add(e);
            }
        }
        if (away.size() == ways.both().size()) {
            throw away.getFirst();
        }
        return new Recovered(ended, left);
    }

    Recovered recover(Way way) {
        List<Journal.Claimed> due = way.source().inTransaction("take up critical writes", connection -> {
            if (!Journal.stands(connection)) {
                return List.<Journal.Claimed>of();
            }
            Journal.removeOldOutcomes(connection);
            return Journal.claim(connection, parts.limits().lease());
        });
        int ended = 0;
        for (Journal.Claimed claimed : due) {
            if (settle(way, claimed)) {
                ended++;
            }
        }
        return new Recovered(ended, due.size() - ended);
    }

    private boolean settle(Way way, Journal.Claimed claimed) {
        Map<Integer, TablePlan> plans = ways.plans().byNumber();
        Map<Integer, List<RowKey>> keys =
                way.source().inTransaction("read the rows of a critical write", c -> Journal.rows(c, claimed.id()));
        RowsOf rows = RowsOf.none();
        for (Map.Entry<Integer, List<RowKey>> table : keys.entrySet()) {
            TablePlan plan = plans.get(table.getKey());
            if (plan == null) {
                return false;
            }
            rows = rows.with(plan, table.getValue());
        }
        Settlement settlement =
                new Settlement(parts, new Settlement.Case(way, claimed.id(), rows, plans, Settlement.Worker.RECOVERY));
        CriticalState state = settlement.run(first(claimed));
        if (!(state instanceof CriticalState.Ended end)) {
            return false;
        }
        if (claimed.reason() != null) {
            parts.news().closed(way.side(), claimed.id(), end.outcome());
        }
        return true;
    }

    private CriticalProcess.Next first(Journal.Claimed claimed) {
        CriticalProcess process = parts.process();
        return claimed.reason() == null
                ? process.react(new CriticalState.Written(), new CriticalEvent.TakenOver())
                : process.again(claimed.reason(), claimed.detail());
    }

    @Override
    public List<OpenWrite> open() {
        List<OpenWrite> all = new ArrayList<>();
        for (Way way : ways.both()) {
            all.addAll(way.source()
                    .inTransaction(
                            "read open critical writes",
                            c -> Journal.stands(c) ? Journal.openOnes(c, way.side()) : List.<OpenWrite>of()));
        }
        all.sort(Comparator.comparing(OpenWrite::since));
        return all;
    }
}
