package dev.theseus.app.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.embed.MovingOrders;
import dev.theseus.app.examples.plain.PlainExample;
import dev.theseus.app.examples.spring.SpringExample;
import dev.theseus.domain.database.Side;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the examples say of themselves is true, while the orders are on their way. */
class ExamplesTest {

    private MovingOrders moving;

    @BeforeEach
    void move() throws SQLException {
        moving = MovingOrders.create();
        moving.rollOut(100);
    }

    @AfterEach
    void stop() {
        moving.close();
    }

    @Test
    void the_plain_example_runs() throws Exception {
        assertThat(printed(() -> PlainExample.main(new String[] {moving.url(Side.OLD), moving.url(Side.NEW)})))
                .contains("ann has 2 orders, read from ");
        assertMoved();
    }

    @Test
    void the_spring_example_runs() throws Exception {
        assertThat(printed(() -> SpringExample.main(new String[] {
                    "--theseus.old.url=" + moving.url(Side.OLD),
                    "--theseus.new.url=" + moving.url(Side.NEW),
                    "--spring.application.name=orders",
                    "--spring.main.banner-mode=off"
                })))
                .contains("ann has 2 orders, read from ");
        assertMoved();
    }

    private void assertMoved() {
        String orders = "SELECT * FROM orders ORDER BY id";
        Awaitility.await()
                .untilAsserted(() -> assertThat(moving.databases().rows(Side.NEW, orders))
                        .hasSize(2)
                        .isEqualTo(moving.databases().rows(Side.OLD, orders)));
    }

    /** An example. */
    private interface Example {
        void run() throws Exception;
    }

    private static String printed(Example example) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
