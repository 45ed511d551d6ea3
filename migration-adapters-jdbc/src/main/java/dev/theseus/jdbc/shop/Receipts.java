package dev.theseus.jdbc.shop;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

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

    /** The receipts of both; each client's are in one of them. */
    public Receipts and(Receipts other) {
        Receipts both = new Receipts(Math.max(clients(), other.clients()));
        for (int client = 0; client < both.clients(); client++) {
            both.pads.get(client).add(pads, client);
            both.pads.get(client).add(other.pads, client);
        }
        return both;
    }

    /** For another process to {@link #parse}. */
    public String text() {
        return pads.stream().map(Pad::text).collect(Collectors.joining(" "));
    }

    /** @throws IllegalArgumentException if the text is not of that form */
    public static Receipts parse(String text) {
        String[] parts = text.split(" ", -1);
        Receipts receipts = new Receipts(parts.length);
        for (int client = 0; client < parts.length; client++) {
            receipts.pads.get(client).read(parts[client]);
        }
        return receipts;
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

        synchronized void add(List<Pad> others, int client) {
            if (client < others.size()) {
                Pad other = others.get(client);
                committed.or(other.committed());
                rolledBack.or(other.rolledBack());
                hits += other.hits();
            }
        }

        synchronized String text() {
            return hits + ":" + text(committed) + ":" + text(rolledBack);
        }

        private static String text(BitSet serials) {
            return Base64.getEncoder().encodeToString(serials.toByteArray());
        }

        synchronized void read(String text) {
            String[] parts = text.split(":", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("These are no receipts: " + parts.length + " parts");
            }
            hits = Long.parseLong(parts[0]);
            committed.or(BitSet.valueOf(Base64.getDecoder().decode(parts[1])));
            rolledBack.or(BitSet.valueOf(Base64.getDecoder().decode(parts[2])));
        }

        synchronized BitSet rolledBack() {
            return (BitSet) rolledBack.clone();
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
