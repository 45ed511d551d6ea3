package dev.theseus.app.demo;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.shop.Receipts;
import dev.theseus.jdbc.shop.ShopFigures;
import dev.theseus.jdbc.shop.TrafficSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** All nodes of the shop. Safe for several threads. */
final class ShopNodes implements AutoCloseable {

    static final int NODES = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<NodeProcess> nodes = new ArrayList<>();

    private ShopNodes() {}

    /** @param traffic of all nodes together */
    static ShopNodes start(DemoServers servers, Path directory, TrafficSettings traffic) throws IOException {
        ShopNodes all = new ShopNodes();
        try {
            for (int node = 0; node < NODES; node++) {
                NodeOrder order = new NodeOrder(
                        "node-" + (node + 1),
                        servers.urlWithUser(Side.OLD),
                        servers.urlWithUser(Side.NEW),
                        traffic.share(node, NODES));
                all.nodes.add(NodeProcess.start(order, directory));
            }
            // answers when all clients are at work
            var unused = all.figures();
            return all;
        } catch (IOException e) {
            all.close();
            throw e;
        }
    }

    /** For people: the processes' numbers. */
    String processes() {
        return nodes.stream().map(n -> Long.toString(n.pid())).collect(Collectors.joining(" and "));
    }

    ShopFigures figures() throws IOException {
        return all(ShopNode.FIGURES).stream()
                .map(answer -> answer.figures().read())
                .reduce(ShopFigures::plus)
                .orElseThrow();
    }

    /** Lets the clients leave. */
    Left stop() throws IOException {
        List<NodeAnswer> answers = all(ShopNode.STOP);
        return new Left(
                answers.stream()
                        .map(answer -> answer.figures().read())
                        .reduce(ShopFigures::plus)
                        .orElseThrow(),
                answers.stream()
                        .map(NodeAnswer::allReceipts)
                        .reduce(Receipts::and)
                        .orElseThrow());
    }

    /** What there is to say when the clients have left. */
    record Left(ShopFigures figures, Receipts receipts) {}

    private List<NodeAnswer> all(String question) throws IOException {
        lock.lock();
        try {
            List<NodeAnswer> answers = new ArrayList<>();
            for (NodeProcess node : nodes) {
                answers.add(node.ask(question));
            }
            return answers;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
    }
}
