package dev.theseus.jdbc.shop;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What the clients know: which of their transactions were committed, which were not, and which nobody can tell because
 * the answer to the commit was lost. Safe for several threads.
 */
public final class Receipts {

    /** The row that every client counts up. */
    static final String COUNTER = "visits and orders";

    private final List<Pad> pads = new ArrayList<>();

    Receipts(int clients) {
        for (int client = 0; client < clients; client++) {
            pads.add(new Pad());
        }
    }

    /** How a transaction ended. */
    enum Ending {
        COMMITTED,
        ROLLED_BACK,
        /** The connection broke while the commit was on its way. */
        UNKNOWN
    }

    void note(int client, int serial, Ending ending, int hits) {
        pads.get(client).note(serial, ending, hits);
    }

    int clients() {
        return pads.size();
    }

    BitSet committed(int client) {
        return pads.get(client).committed();
    }

    boolean isRolledBack(int client, int serial) {
        return pads.get(client).isRolledBack(serial);
    }

    /** Committed transactions of all clients. */
    public long total() {
        return pads.stream().mapToLong(Pad::count).sum();
    }

    /** How often committed transactions counted the hot row up. */
    long hits() {
        return pads.stream().mapToLong(Pad::hits).sum();
    }

    /** One client's. */
    private static final class Pad {
        private final BitSet committed = new BitSet();
        private final BitSet rolledBack = new BitSet();
        private long hits;

        synchronized void note(int serial, Ending ending, int hitsOfThis) {
            switch (ending) {
                case COMMITTED -> {
                    committed.set(serial);
                    hits += hitsOfThis;
                }
                case ROLLED_BACK -> rolledBack.set(serial);
                case UNKNOWN -> {
                    // neither promised nor denied: it may be there or not
                }
            }
        }

        synchronized BitSet committed() {
            return (BitSet) committed.clone();
        }

        synchronized boolean isRolledBack(int serial) {
            return rolledBack.get(serial);
        }

        synchronized long count() {
            return committed.cardinality();
        }

        synchronized long hits() {
            return hits;
        }
    }
}
