package dev.theseus.app.demo;

import dev.theseus.app.demo.Shifted.Outage;
import dev.theseus.app.demo.Shifted.Step;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.phase.Phase;
import dev.theseus.jdbc.shop.ReadFigures;
import dev.theseus.jdbc.shop.ShopFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Shifts the shop's reads to new, step by step, and takes new away for a while when all of them are there. */
final class ReadShift {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final ShiftSettings settings;
    private final Stage stage;
    private final Narration narration;
    private final LastOrders orders;

    /** Where it takes place. */
    record Stage(Helm helm, Path plan, ShopNodes nodes, DemoServers servers) {}

    ReadShift(ShiftSettings settings, Stage stage, Narration narration, LastOrders orders) {
        this.settings = settings;
        this.stage = stage;
        this.narration = narration;
        this.orders = orders;
    }

    Shifted show() throws IOException, InterruptedException {
        shadow();
        List<Step> steps = new ArrayList<>();
        for (double percentage : settings.percentages()) {
            orders.check();
            steps.add(step(percentage));
        }
        return new Shifted(steps, Optional.of(outage()), RunResult.NOTHING);
    }

    private void shadow() throws IOException, InterruptedException {
        enter(Phase.SHADOWING);
        stage.helm().shadow(stage.plan(), settings.shadowSample());
        say("Reads still go to old; %.0f %% of them are repeated on new, and compared", 100 * settings.shadowSample());
        enter(Phase.RAMPING);
        ShopFigures figures = stage.nodes().figures();
        say(
                "%,d reads were compared, %,d differ",
                figures.gateway().shadowed(), figures.gateway().mismatches());
    }

    /** What is missing at first may come: shadow reads are counted, the relay catches up. */
    private void enter(Phase phase) throws InterruptedException {
        Wait wait = new Wait("the migration to enter " + phase, orders);
        while (true) {
            orders.check();
            try {
                stage.helm().advance(stage.plan(), phase);
                return;
            } catch (IllegalTransition missing) {
                wait.goOn(String.valueOf(missing.getMessage()));
                rest(AGAIN);
            }
        }
    }

    private Step step(double percentage) throws IOException, InterruptedException {
        stage.helm().readFromNew(stage.plan(), percentage);
        Duration reached = awaitPercentage(percentage);
        ReadFigures before = stage.nodes().figures().reads();
        rest(settings.dwell());
        ReadFigures reads = stage.nodes().figures().reads().since(before);
        say(
                "%5.0f %% of the subjects read from new: %.1f %% of %,d reads; own writes read %,d times, %,d stale",
                percentage,
                reads.browsed().percentage(),
                reads.browsed().all(),
                reads.own().all(),
                reads.stale());
        return new Step(percentage, reached, reads);
    }

    private Duration awaitPercentage(double percentage) throws IOException, InterruptedException {
        Wait wait = new Wait("the nodes of the shop to go by " + percentage + " %", orders);
        double now = stage.nodes().figures().gateway().percentage();
        while (now != percentage) {
            wait.goOn("they go by " + now + " %");
            rest(LOOK);
            now = stage.nodes().figures().gateway().percentage();
        }
        return wait.elapsed();
    }

    private Outage outage() throws IOException, InterruptedException {
        ShopFigures before = stage.nodes().figures();
        say("Killing the new server with all reads on it (kill -9)");
        long killed = System.nanoTime();
        stage.servers().killNew();
        rest(settings.outage());
        ShopFigures away = stage.nodes().figures();
        say(
                "New has been away for %.1f s: %,d requests, %,d failed; old answers the reads again",
                since(killed).toMillis() / 1e3, away.requests() - before.requests(), failed(away) - failed(before));
        Duration gone = since(killed);
        Wait wait = new Wait("the nodes of the shop to read from new again", orders);
        stage.servers().startNewAgain();
        awaitReadsFromNew(wait);
        Duration back = wait.elapsed();
        ShopFigures after = stage.nodes().figures();
        say("New is up again, and answers the reads after %.1f s", back.toMillis() / 1e3);
        return new Outage(
                gone,
                back,
                after.reads().fallbacks() - before.reads().fallbacks(),
                after.gateway().left() - before.gateway().left(),
                failed(after) - failed(before));
    }

    private static long failed(ShopFigures figures) {
        return figures.traffic().errorCount();
    }

    /** Until nearly every read of a while is answered by new. */
    private void awaitReadsFromNew(Wait wait) throws IOException, InterruptedException {
        double share = 0;
        while (share < 95) {
            wait.goOn(String.format(Locale.ROOT, "new answers %.0f %% of their reads", share));
            ReadFigures before = stage.nodes().figures().reads();
            rest(AGAIN.dividedBy(4));
            share = stage.nodes().figures().reads().since(before).browsed().percentage();
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static void rest(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the program
    private void say(String format, Object... values) {
        narration.say(String.format(Locale.ROOT, format, values));
    }
}
