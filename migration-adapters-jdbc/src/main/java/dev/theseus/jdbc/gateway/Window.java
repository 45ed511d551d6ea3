package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.RoutingBoard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The view of one database's board: one look at a time, each on a thread of its own, since it may not come back. */
final class Window {

    private final RoutingBoard board;
    private final AtomicReference<@Nullable CompletableFuture<Void>> underWay = new AtomicReference<>();

    Window(RoutingBoard board) {
        this.board = board;
    }

    RoutingBoard board() {
        return board;
    }

    /**
     * Looks, unless somebody does already.
     *
     * @param look does not throw
     * @return done when that look has ended, whatever it found
     */
    CompletableFuture<Void> look(Runnable look) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> others = underWay.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        Thread.ofVirtual().name("theseus-look").start(() -> {
            try {
                look.run();
            } finally {
                underWay.set(null);
                mine.complete(null);
            }
        });
        return mine;
    }
}
