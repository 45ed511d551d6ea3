package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.Shop;
import dev.theseus.jdbc.shop.Traffic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/**
 * One node of the shop, in a process of its own. It reads an order, then one question a line, answers each with a line,
 * and ends when nobody asks any more: a demonstration that was killed leaves no node behind.
 */
public final class ShopNode {

    /** What the program is started with to be a node; no command for people. */
    public static final String COMMAND = "shop-node";

    static final String FIGURES = "figures";
    static final String STOP = "stop";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ShopNode() {}

    /** @throws IOException if the order or a question is none */
    public static void serve(InputStream in, PrintStream out) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        NodeOrder order = JSON.readValue(questions.readLine(), NodeOrder.class);
        Shop shop = new Shop(order.oldUrl(), order.newUrl());
        try (Traffic traffic = shop.openDoors(order.node(), order.traffic())) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                out.println(JSON.writeValueAsString(answer(line, traffic)));
                out.flush();
            }
        }
    }

    private static NodeAnswer answer(String question, Traffic traffic) throws IOException {
        return switch (question) {
            case FIGURES -> NodeAnswer.working(traffic);
            case STOP -> {
                traffic.stop();
                yield NodeAnswer.stopped(traffic);
            }
            default -> throw new IOException("A node of the shop does not know what this is: " + question);
        };
    }
}
