package dev.theseus.jdbc.shop;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The clients of the shop at work. Each has a thread and a connection of its own. */
public final class Traffic implements AutoCloseable {

    private final Receipts receipts;
    private final TrafficCount count = new TrafficCount();
    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Traffic(Receipts receipts) {
        this.receipts = receipts;
    }

    /** @throws SQLException if a client can't connect; none is left working then */
    static Traffic start(String url, TrafficSettings settings) throws SQLException {
        Traffic traffic = new Traffic(new Receipts(settings.clients()));
        try {
            for (int number = 0; number < settings.clients(); number++) {
                traffic.clients.add(Client.connect(url, number, settings, traffic.receipts, traffic.count));
            }
        } catch (SQLException e) {
            traffic.clients.forEach(Client::disconnect);
            throw e;
        }
        traffic.clients.forEach(traffic::begin);
        return traffic;
    }

    private void begin(Client client) {
        threads.add(Thread.ofPlatform().name(client.toString()).start(client));
    }

    /** What the clients saw so far. */
    public TrafficFigures figures() {
        return count.figures();
    }

    /** What they know was committed. Complete once the traffic is stopped. */
    public Receipts receipts() {
        return receipts;
    }

    /** Lets every client end its transaction, and returns when all have left. Repeated calls do nothing. */
    public void stop() {
        clients.forEach(Client::leave);
        threads.forEach(Traffic::awaitEnd);
    }

    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // the receipts are only complete when the last client has left
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
