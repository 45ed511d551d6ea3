package dev.theseus.jdbc.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.hibernate.library.Author;
import dev.theseus.jdbc.hibernate.library.Book;
import dev.theseus.jdbc.hibernate.library.LateFee;
import dev.theseus.jdbc.hibernate.library.Student;
import dev.theseus.jdbc.relay.PgRelays;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** A service does this and that through Hibernate while the relay runs; in the end both sides are equal. */
class NotedChangesTravelTest {

    private static final int TRANSACTIONS = 150;

    private interface Deed {
        void on(Session session, Random random);
    }

    private static final List<Deed> DEEDS = List.of(
            NotedChangesTravelTest::newBook,
            NotedChangesTravelTest::newBook,
            NotedChangesTravelTest::changeBook,
            NotedChangesTravelTest::changeBook,
            (session, random) -> books(session, random).forEach(session::remove),
            NotedChangesTravelTest::people,
            NotedChangesTravelTest::people,
            (session, random) -> bulk(session, "update LateFee set cents = cents + 1 where mod(days, 3) = 0"),
            (session, random) -> bulk(session, "update Student set name = 'x', school = 'y' where mod(id, 4) = 0"),
            (session, random) -> bulk(session, "delete Reader where mod(id, 7) = " + random.nextInt(7)),
            (session, random) -> plain(session, "UPDATE fee SET code = code || 'x' WHERE days % 5 = 1"),
            (session, random) -> plain(session, "DELETE FROM book_tag WHERE tag = 't" + random.nextInt(9) + "'"),
            (session, random) -> plain(session, "TRUNCATE fee"),
            (session, random) ->
                    plain(session, "DO 'BEGIN DELETE FROM fee WHERE days % 2 = 0; UPDATE fee SET cents = 7; END'"));

    private static void newBook(Session session, Random random) {
        Book book = new Book("title " + random.nextInt());
        book.blurb = random.nextBoolean() ? "b" : null;
        for (int i = 0; i < random.nextInt(6); i++) {
            book.tags.add("t" + random.nextInt(9));
            book.chapters.add("c" + i);
            book.translations.put("l" + i, "x");
            book.copy(i);
        }
        book.authors.add(new Author("a"));
        session.persist(book);
    }

    private static List<Book> books(Session session, Random random) {
        return session.createSelectionQuery("from Book where mod(id, 5) = :some", Book.class)
                .setParameter("some", random.nextInt(5))
                .getResultList();
    }

    private static void changeBook(Session session, Random random) {
        for (Book book : books(session, random)) {
            book.blurb = random.nextBoolean() ? "c" + random.nextInt() : null;
            book.tags.removeIf(t -> random.nextBoolean());
            book.chapters.removeIf(c -> random.nextInt(3) == 0);
            book.chapters.add("more");
            book.translations.replaceAll((l, t) -> t + "y");
            book.copies.removeIf(c -> random.nextInt(3) == 0);
            book.copies.forEach(c -> c.shelf = "s" + random.nextInt());
        }
    }

    private static void people(Session session, Random random) {
        Student student = new Student();
        student.id = random.nextInt(1000);
        student.name = "n" + random.nextInt();
        session.merge(student);
        LateFee fee = new LateFee();
        fee.code = "f" + random.nextInt(1000);
        fee.days = random.nextInt(100);
        session.merge(fee);
    }

    private static void bulk(Session session, String hql) {
        session.createMutationQuery(hql).executeUpdate();
    }

    private static void plain(Session session, String sql) {
        session.createNativeMutationQuery(sql).executeUpdate();
    }

    @Test
    void whatAServiceDoesArrives() throws SQLException, InterruptedException {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        Random random = new Random(seed);
        try (TestDatabases databases = TestDatabases.create();
                NotingService service = new NotingService(databases, Library.ENTITIES)) {
            databases.both(Library.SCHEMA);
            List<TablePlan> tables = prepare(databases);
            try (Relay relay = relay(databases, tables)) {
                relay.start();
                for (int i = 0; i < TRANSACTIONS; i++) {
                    service.inTransaction(
                            session -> DEEDS.get(random.nextInt(DEEDS.size())).on(session, random));
                }
                assertThat(relay.awaitDrained(tables, Duration.ofMinutes(1))).isEqualTo(Drain.DRAINED);
            }
            int rows = 0;
            for (TablePlan table : tables) {
                String query = "SELECT * FROM " + table.old() + " t ORDER BY t::text";
                List<String> old = databases.rows(Side.OLD, query);
                assertThat(databases.rows(Side.NEW, query))
                        .as("%s, seed %s", table.old(), seed)
                        .isEqualTo(old);
                rows += old.size();
            }
            assertThat(rows).as("rows compared, seed %s", seed).isPositive();
        }
    }

    private static List<TablePlan> prepare(TestDatabases databases) throws SQLException {
        PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW))
                .prepare(new MigrationId("library"));
        var clients = PgCapture.captureByClients(databases.on(Side.OLD));
        List<TablePlan> tables = new ArrayList<>();
        for (String name : Library.KEYS.keySet()) {
            List<String> columns = databases.rows(Side.OLD, """
                            SELECT attname FROM pg_attribute
                            WHERE attrelid = '%s'::regclass AND attnum > 0 AND attgenerated = ''""".formatted(name)).stream()
                    .map(row -> row.substring(1, row.length() - 1))
                    .toList();
            TablePlan table = databases.plan(tables.size() + 1, name, Library.KEYS.get(name), columns);
            tables.add(table);
            clients.install(table);
            databases.target(
                    "INSERT INTO theseus.table_copy (table_no, completed_at) VALUES (" + table.number() + ", now())");
        }
        return tables;
    }

    private static Relay relay(TestDatabases databases, List<TablePlan> tables) {
        return PgRelays.relay(
                databases.on(Side.OLD),
                databases.on(Side.NEW),
                tables,
                new RelaySettings(2, 500, 3, Duration.ofMillis(5)),
                PgCapture.log(databases.on(Side.OLD)),
                PgAppliers.applier(databases.on(Side.OLD), databases.on(Side.NEW), ApplyLimits.DEFAULT),
                Rest.NONE);
    }
}
