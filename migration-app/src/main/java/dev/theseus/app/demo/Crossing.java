package dev.theseus.app.demo;

import dev.theseus.app.demo.Crossed.Completed;
import dev.theseus.app.demo.Crossed.Move;
import dev.theseus.app.demo.Helm.Moved;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.jdbc.shop.Receipts;
import dev.theseus.jdbc.shop.Shop;
import dev.theseus.jdbc.shop.ShopFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Moves authority to new, back to old and to new again, and takes away what leads back, all under traffic. */
final class Crossing {

    private static final Duration LONGEST_DWELL = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Helm helm;
    private final Path plan;
    private final Narration narration;
    private final LastOrders orders;
    private final Duration dwell;

    /** @param dwell after each move, as long as that is not too long */
    Crossing(Helm helm, Path plan, Narration narration, LastOrders orders, Duration dwell) {
        this.helm = helm;
        this.plan = plan;
        this.narration = narration;
        this.orders = orders;
        this.dwell = dwell.compareTo(LONGEST_DWELL) < 0 ? dwell : LONGEST_DWELL;
    }

    /** One way of moving authority, by a command of the program. */
    @FunctionalInterface
    private interface Command {
        Moved give() throws InterruptedException;
    }

    Crossed show(ShopNodes nodes) throws IOException, InterruptedException {
        Move there = move("cutover", nodes, () -> helm.cutover(plan));
        Move back = move("rollback", nodes, () -> helm.rollBack(plan));
        helm.readFromNew(plan, 100);
        Move again = move("second cutover", nodes, () -> helm.cutover(plan));
        return new Crossed(List.of(there, back, again), Optional.empty());
    }

    private Move move(String what, ShopNodes nodes, Command command) throws IOException, InterruptedException {
        ShopFigures before = nodes.figures();
        long begun = System.nanoTime();
        Moved moved = patiently(what, command);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        rest(dwell);
        ShopFigures after = nodes.figures();
        Move move = new Move(
                what,
                moved.pause(),
                took,
                after.requests() - before.requests(),
                after.traffic().committed() - before.traffic().committed(),
                after.traffic().errorCount() - before.traffic().errorCount(),
                moved.rowsCompared(),
                moved.differences());
        say(
                "The %s took %.1f s and held writers for %.1f ms; %,d requests, %,d failed; %,d rows compared, %,d differ",
                what,
                took.toMillis() / 1e3,
                moved.pause().toNanos() / 1e6,
                move.requests(),
                move.failed(),
                move.rowsCompared(),
                move.differences());
        return move;
    }

    /** What is missing at first may come: everybody has to have read from new for a while. */
    private Moved patiently(String what, Command command) throws InterruptedException {
        Wait wait = new Wait("the " + what, orders);
        while (true) {
            orders.check();
            try {
                return command.give();
            } catch (IllegalTransition missing) {
                wait.goOn(String.valueOf(missing.getMessage()));
                rest(AGAIN);
            }
        }
    }

    /**
     * Takes away what leads back, while clients are at work.
     *
     * @param nodes of these clients; stopped afterwards
     * @param before what the clients of before have receipts for
     */
    Completed complete(Shop shop, ShopNodes nodes, Receipts before) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        helm.complete(plan);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        rest(dwell);
        ShopNodes.Left left = nodes.stop();
        Completed completed = new Completed(
                took,
                left.figures().requests(),
                left.figures().traffic().errorCount(),
                shop.losses(before.and(left.receipts()), Side.NEW));
        say(
                "New stands alone since %.1f s: %,d requests of other clients, %,d failed",
                (System.nanoTime() - begun) / 1e9, completed.requests(), completed.failed());
        return completed;
    }

    private static void rest(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the program
    private void say(String format, Object... values) {
        narration.say(String.format(Locale.ROOT, format, values));
    }
}
