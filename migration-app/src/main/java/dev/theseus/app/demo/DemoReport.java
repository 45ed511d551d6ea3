package dev.theseus.app.demo;

import dev.theseus.app.demo.FinalComparison.ComparedTable;
import dev.theseus.jdbc.shop.Losses;
import dev.theseus.jdbc.shop.Shop;
import dev.theseus.jdbc.shop.ShopFigures;
import dev.theseus.jdbc.shop.TrafficFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the demonstration found.
 *
 * @param begun what the shop held when the migration began
 * @param run what the migration measured
 * @param served what the shop's clients saw
 * @param atRest what was found after the traffic had stopped
 * @param duration of the whole
 */
public record DemoReport(Shop.Census begun, RunResult run, Served served, AtRest atRest, Duration duration) {

    /**
     * @param shop all its clients' calls
     * @param shifted how the reads went to new
     * @param crossed how authority moved
     */
    public record Served(ShopFigures shop, Shifted shifted, Crossed crossed) {}

    /**
     * @param held what the old database held at the end
     * @param tables compared row by row
     * @param losses against the clients' receipts
     * @param sequencesLeftBehind that stand lower on new than on old
     */
    public record AtRest(
            Shop.Census held, List<ComparedTable> tables, Losses losses, List<String> sequencesLeftBehind) {

        public AtRest {
            tables = List.copyOf(tables);
            sequencesLeftBehind = List.copyOf(sequencesLeftBehind);
        }

        long rowsCompared() {
            return tables.stream().mapToLong(ComparedTable::rowsOld).sum();
        }

        long differences() {
            return tables.stream().mapToLong(ComparedTable::differences).sum();
        }
    }

    /** Everything that should not be; empty if new is equal to old and nobody lost anything. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        run.stopped().ifPresent(reason -> faults.add("the migration stopped: " + reason));
        atRest.tables().stream()
                .filter(table -> table.differences() > 0)
                .map(DemoReport::fault)
                .forEach(faults::add);
        if (atRest.rowsCompared() != atRest.held().rows()) {
            faults.add("only %d of %d rows were compared"
                    .formatted(atRest.rowsCompared(), atRest.held().rows()));
        }
        if (atRest.losses().checked() == 0) {
            faults.add("no client wrote anything, so nothing is shown");
        }
        add(faults, atRest.losses().lost(), "committed writes are lost");
        add(faults, atRest.losses().uninvited(), "writes are there although they were rolled back");
        add(faults, run.verified().divergences(), "rows differ by the migration's own verification");
        TrafficFigures traffic = served.shop().traffic();
        add(faults, traffic.errorCount(), "requests of clients failed, by SQLSTATE " + traffic.errors());
        add(faults, served.shop().reads().stale(), "reads did not show what the reader had written");
        add(faults, served.shop().gateway().mismatches(), "reads or writes found rows that differ");
        served.shifted().faults().forEach(faults::add);
        served.crossed().faults().forEach(faults::add);
        atRest.sequencesLeftBehind().forEach(name -> faults.add("sequence " + name + " is behind on new"));
        return faults;
    }

    private static String fault(ComparedTable table) {
        return "%d rows of %s differ, the first: %s".formatted(table.differences(), table.table(), table.example());
    }

    private static void add(List<String> faults, long number, String what) {
        if (number > 0) {
            faults.add(number + " " + what);
        }
    }

    public Verdict verdict() {
        return faults().isEmpty() ? Verdict.EQUAL : Verdict.FAULTY;
    }

    /** Whether the demonstration shows what it should. */
    public enum Verdict {
        EQUAL,
        FAULTY
    }
}
