package dev.theseus.app.bench;

import dev.theseus.app.bench.Contender.Trial;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets contenders run one after the other, several rounds, each round beginning with another one, so that whatever
 * slows the machine for a while slows all of them alike.
 */
final class Contest {

    private final String title;
    private final PrintStream out;
    private final List<Contender> contenders;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    Contest(String title, PrintStream out, List<Contender> contenders) {
        this.title = title;
        this.out = out;
        this.contenders = new ArrayList<>(contenders);
        contenders.forEach(contender -> seconds.put(contender.name(), new ArrayList<>()));
    }

    Standings hold(int rounds) {
        out.println();
        out.println("== " + title);
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : List.copyOf(contenders)) {
                attempt(round + 1, contender);
            }
            Collections.rotate(contenders, -1);
        }
        return new Standings(seconds, failures);
    }

    private void attempt(int round, Contender contender) {
        try {
            double took = measure(contender);
            seconds.get(contender.name()).add(took);
            out.printf("  round %d  %-48s %8.2f s%n", round, contender.name(), took);
        } catch (Exception e) {
            drop(contender, e);
        }
    }

    private static double measure(Contender contender) throws Exception {
        try {
            contender.prepare();
            long begun = System.nanoTime();
            contender.run();
            double took = (System.nanoTime() - begun) / 1e9;
            contender.check();
            return took;
        } finally {
            contender.clear();
        }
    }

    private void drop(Contender contender, Exception e) {
        if (e instanceof InterruptedException) {
            throw new IllegalStateException("Interrupted", e);
        }
        contenders.remove(contender);
        seconds.remove(contender.name());
        out.println("  left out " + contender.name() + ": " + e.getMessage());
        if (contender.trial() == Trial.THESEUS) {
            failures.add(contender.name() + ": " + e);
        }
    }
}
