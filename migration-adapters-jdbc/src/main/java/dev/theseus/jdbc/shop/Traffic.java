package dev.theseus.jdbc.shop;

import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Gateways;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One node of the shop: its gateway, and its clients at work, each on a thread of its own. */
public final class Traffic implements AutoCloseable {

    /** Enough of them that each percentage of a rollout has its share. */
    private static final String USERS = "SELECT id::text FROM shop.users ORDER BY id LIMIT 20000";

    /** A few clients make few calls, each of which waits for the pool while new is away: fewer of them must do. */
    private static final GatewaySettings.Breaker FEW_CLIENTS =
            new GatewaySettings.Breaker(50, 80, Duration.ofMillis(200), 10, Duration.ofMillis(500), 3);

    private final ShopPools pools;
    private final Gateway gateway;
    private final Receipts receipts;
    private final TrafficCount count = new TrafficCount();
    private final ReadCount reads = new ReadCount();
    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Traffic(String node, ShopPools pools, TrafficSettings settings) {
        this.pools = pools;
        this.gateway = gateway(node, pools);
        this.receipts = new Receipts(settings.firstClient() + settings.clients());
    }

    /** @throws SQLException if the old database can't be read; none is left working then */
    static Traffic start(String node, ShopPools pools, TrafficSettings settings) throws SQLException {
        Traffic traffic = new Traffic(node, pools, settings);
        try {
            traffic.open(settings);
        } catch (SQLException | RuntimeException e) {
            traffic.close();
            throw e;
        }
        return traffic;
    }

    private Gateway gateway(String node, ShopPools pools) {
        GatewaySettings settings = GatewaySettings.of(node, "shop").withBreaker(FEW_CLIENTS);
        return Gateways.gateway(settings, pools.old(), pools.target())
                .comparison(Counter.COMPARISON)
                .meters(reads)
                .build();
    }

    private void open(TrafficSettings settings) throws SQLException {
        Client.Doors doors = new Client.Doors(gateway, new Counter(gateway, reads), users(), receipts, count);
        for (int i = 0; i < settings.clients(); i++) {
            clients.add(new Client(doors, settings, settings.firstClient() + i));
        }
        for (Client client : clients) {
            threads.add(Thread.ofPlatform().name(client.toString()).start(client));
        }
    }

    private List<String> users() throws SQLException {
        try (Connection session = pools.old().getConnection();
                Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(USERS)) {
            List<String> users = new ArrayList<>();
            while (rows.next()) {
                users.add(rows.getString(1));
            }
            return users;
        }
    }

    /** What the clients saw so far. */
    public TrafficFigures figures() {
        return count.figures();
    }

    /** The same, with their reads and what the gateway counts. */
    public ShopFigures allFigures() {
        double percentage = gateway.snapshot().rollout().policy().percentage();
        return new ShopFigures(figures(), reads.figures(), GatewayFigures.of(percentage, gateway.counts()));
    }

    /** What they know was committed. Complete once the traffic is stopped. */
    public Receipts receipts() {
        return receipts;
    }

    /** Lets every client end its call, and returns when all have left. Repeated calls do nothing. */
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
        gateway.close();
        pools.close();
    }
}
