package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Tells which tables of old are copied when a table plan is, and each of them once. Safe for several threads. */
final class CopiedTables {

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Integer> copied = new HashSet<>();
    private final Set<TableName> told = new HashSet<>();
    private List<TablePlan> expected = List.of();

    /** Called before any other. */
    void expect(List<TablePlan> tables) {
        lock.lock();
        try {
            expected = List.copyOf(tables);
        } finally {
            lock.unlock();
        }
    }

    List<TablePlan> expected() {
        lock.lock();
        try {
            return expected;
        } finally {
            lock.unlock();
        }
    }

    /** The tables of which the last rows came with this plan. */
    List<TableName> with(TablePlan plan) {
        lock.lock();
        try {
            copied.add(plan.number());
            List<TableName> complete = new ArrayList<>();
            for (TablePlan each : expected) {
                if (copied.containsAll(Carriers.of(each.old(), expected).numbers()) && told.add(each.old())) {
                    complete.add(each.old());
                }
            }
            return complete;
        } finally {
            lock.unlock();
        }
    }
}
