package dev.theseus.jdbc.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.hibernate.library.Author;
import dev.theseus.jdbc.hibernate.library.Book;
import dev.theseus.jdbc.hibernate.library.Fee;
import dev.theseus.jdbc.hibernate.library.LateFee;
import dev.theseus.jdbc.hibernate.library.QuietRoom;
import dev.theseus.jdbc.hibernate.library.Reader;
import dev.theseus.jdbc.hibernate.library.Room;
import dev.theseus.jdbc.hibernate.library.Student;
import dev.theseus.jdbc.hibernate.library.Visit;
import dev.theseus.jdbc.testing.TestDatabases;
import jakarta.persistence.LockModeType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever Hibernate does to entities, the service notes the same keys that triggers see. */
class HibernateCaptureTest {

    private TestDatabases databases;
    private Library library;
    private NotingService service;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        library = new Library(databases);
        library.install();
        service = new NotingService(databases, Library.ENTITIES);
    }

    @AfterEach
    void close() {
        service.close();
        databases.close();
    }

    /** Does something in one transaction, and compares what is noted of it. */
    private void noted(int keys, Consumer<Session> work) throws SQLException {
        library.forget();
        service.inTransaction(work);
        assertNoted(keys);
    }

    private void notedStateless(int keys, Consumer<StatelessSession> work) throws SQLException {
        library.forget();
        service.factory().inStatelessTransaction(work);
        assertNoted(keys);
    }

    private void assertNoted(int keys) throws SQLException {
        assertThat(library.notedByTriggers()).as("what triggers saw").hasSize(keys);
        assertThat(library.notedByService()).isEqualTo(library.notedByTriggers());
        assertThat(service.count().wholeTables()).isZero();
        assertThat(service.count().unknown()).isZero();
    }

    private static Book book(Session session) {
        return session.createSelectionQuery("from Book order by id", Book.class)
                .setMaxResults(1)
                .getSingleResult();
    }

    private static Book full(String title) {
        Book book = new Book(title);
        book.blurb = "read it";
        book.tags.addAll(List.of("sea", "ship", "plank"));
        book.chapters.addAll(List.of("a", "b", "c", "d"));
        book.translations.putAll(Map.of("de", "x", "fr", "y"));
        book.authors.add(new Author("first"));
        book.authors.add(new Author("second"));
        book.copy(1).shelf = "left";
        book.copy(2);
        return book;
    }

    @Test
    void anInsertedEntityWithAllItsRowsIsNotedAndKnowsItsGeneratedValues() throws SQLException {
        noted(17, session -> {
            Book book = full("Theseus");
            session.persist(book);
            session.flush();
            assertThat(book.id).isEqualTo(1L);
            assertThat(book.titleLength).isEqualTo(7);
        });
    }

    @Test
    void aKeyThatTheDatabaseMakesIsNotedAndReachesTheEntity() throws SQLException {
        noted(2, session -> {
            Visit first = new Visit();
            Visit second = new Visit();
            session.persist(first);
            session.persist(second);
            assertThat(first.id).isEqualTo(1L);
            assertThat(second.id).isEqualTo(2L);
        });
    }

    @Test
    void updatesVersionsAndGeneratedValuesAreNoted() throws SQLException {
        service.inTransaction(session -> session.persist(full("Theseus")));
        noted(1, session -> {
            Book book = book(session);
            book.title = "Ship";
            session.flush();
            assertThat(book.titleLength).isEqualTo(4);
        });
        noted(1, session -> session.lock(book(session), LockModeType.PESSIMISTIC_FORCE_INCREMENT));
        noted(2, session -> book(session).tags.add("oar"));
        noted(1, session -> book(session).copies.getFirst().shelf = "right");
    }

    @Test
    void rowsOfASecondTableAreNotedWhenTheyComeChangeAndGo() throws SQLException {
        service.inTransaction(session -> session.persist(new Book("Theseus")));
        noted(2, session -> book(session).blurb = "comes");
        noted(2, session -> book(session).blurb = "changes");
        noted(2, session -> book(session).blurb = null);
    }

    @Test
    void rowsOfCollectionsAreNotedAlsoWhenPlacesMoveOrAllGoAtOnce() throws SQLException {
        service.inTransaction(session -> session.persist(full("Theseus")));
        noted(3, session -> {
            book(session).tags.remove("sea");
            book(session).tags.add("mast");
        });
        noted(4, session -> book(session).chapters.remove(1));
        noted(3, session -> {
            book(session).translations.put("de", "z");
            book(session).translations.remove("fr");
        });
        noted(2, session -> book(session).authors.removeIf(a -> a.name.equals("first")));
        noted(4, session -> book(session).tags.clear());
        noted(5, session -> book(session).chapters = new java.util.ArrayList<>(List.of("new", "and", "more", "x")));
    }

    @Test
    void orphansAndCascadesAreNoted() throws SQLException {
        service.inTransaction(session -> session.persist(full("Theseus")));
        noted(1, session -> book(session).copies.removeFirst());
        noted(14, session -> session.remove(book(session)));
    }

    @Test
    void everyTableOfAnInheritanceIsNoted() throws SQLException {
        noted(4, session -> {
            Student student = new Student();
            student.id = 1;
            session.persist(student);
            LateFee fee = new LateFee();
            fee.code = "L'ate";
            session.persist(fee);
            QuietRoom room = new QuietRoom();
            session.persist(room);
        });
        noted(4, session -> {
            session.find(Student.class, 1).name = "n";
            session.find(Student.class, 1).school = "s";
            session.find(LateFee.class, "L'ate").days = 3;
            session.find(QuietRoom.class, new UUID(0, 0)).seats = 3;
        });
        noted(1, session -> session.find(Student.class, 1).school = "t");
        noted(4, session -> {
            session.remove(session.find(Reader.class, 1));
            session.remove(session.find(Fee.class, "L'ate"));
            session.remove(session.find(Room.class, new UUID(0, 0)));
        });
    }

    @Test
    void batchesAreNoted() throws SQLException {
        noted(35, session -> {
            for (int i = 0; i < 35; i++) {
                Fee fee = new Fee();
                fee.code = "f" + i;
                session.persist(fee);
            }
        });
        noted(
                35,
                session -> session.createSelectionQuery("from Fee", Fee.class)
                        .getResultList()
                        .forEach(f -> f.cents++));
        noted(
                35,
                session -> session.createSelectionQuery("from Fee", Fee.class)
                        .getResultList()
                        .forEach(session::remove));
    }

    private void persistReadersAndFees() throws SQLException {
        service.inTransaction(session -> {
            for (int i = 0; i < 6; i++) {
                Student student = new Student();
                student.id = i;
                student.name = "n" + i % 2;
                session.persist(student);
                LateFee fee = new LateFee();
                fee.code = "c" + i;
                fee.days = i;
                session.persist(fee);
                Room room = i % 2 == 0 ? new QuietRoom() : new Room();
                room.id = new UUID(0, i);
                room.seats = i;
                session.persist(room);
            }
        });
    }

    @Test
    void bulkStatementsInHqlAreNotedAndGiveTheSameCounts() throws SQLException {
        persistReadersAndFees();
        noted(
                2,
                session -> assertThat(session.createMutationQuery("update LateFee set cents = 5 where days > 3")
                                .executeUpdate())
                        .isEqualTo(2));
        noted(
                1,
                session -> assertThat(session.createMutationQuery("delete Fee f where f.code = 'c1'")
                                .executeUpdate())
                        .isEqualTo(1));
        noted(
                6,
                session -> assertThat(session.createMutationQuery(
                                        "update Student set school = 's', name = 'x' where name = 'n1'")
                                .executeUpdate())
                        .isEqualTo(3));
        noted(
                3,
                session -> assertThat(session.createMutationQuery("update Room set seats = 0 where seats > 2")
                                .executeUpdate())
                        .isEqualTo(3));
        noted(
                6,
                session -> assertThat(session.createMutationQuery("delete Reader where name = 'x'")
                                .executeUpdate())
                        .isEqualTo(3));
        noted(
                2,
                session -> assertThat(
                                session.createMutationQuery("insert into Fee (code, cents) values ('v1', 1), ('v2', 2)")
                                        .executeUpdate())
                        .isEqualTo(2));
        noted(
                2,
                session -> assertThat(session.createMutationQuery(
                                        "insert into Fee (code, cents) select f.code || 'x', 0 from Fee f where f.code like 'v%'")
                                .executeUpdate())
                        .isEqualTo(2));
        noted(
                1,
                session -> assertThat(session.createMutationQuery(
                                        "insert into Fee (code, cents) values ('v1', 1) on conflict(code) do update set cents = 9")
                                .executeUpdate())
                        .isEqualTo(1));
    }

    @Test
    void bulkDeletesTakeRowsOfCollectionsAlongAndCriteriaAreNoted() throws SQLException {
        service.inTransaction(session -> {
            Book book = new Book("Theseus");
            book.tags.addAll(List.of("a", "b"));
            book.chapters.addAll(List.of("a", "b"));
            book.blurb = "b";
            session.persist(book);
        });
        noted(
                2,
                session -> session.createMutationQuery("update versioned Book set title = 'x', blurb = 'y'")
                        .executeUpdate());
        noted(
                2,
                session -> session.createMutationQuery("insert into Book (title, version, blurb) values ('t', 0, 'b')")
                        .executeUpdate());
        noted(8, session -> {
            var delete = session.getCriteriaBuilder().createCriteriaDelete(Book.class);
            delete.from(Book.class);
            assertThat(session.createMutationQuery(delete).executeUpdate()).isEqualTo(2);
        });
    }

    @Test
    void nativeStatementsAreNotedWhateverTheirForm() throws SQLException {
        persistReadersAndFees();
        noted(
                2,
                session -> assertThat(session.createNativeMutationQuery(
                                        "/* why */ UPDATE public.\"fee\" AS f SET cents = 1 FROM room r WHERE f.days = r.seats AND r.seats > 4 -- so\n"
                                                + " OR f.code = :code AND r.seats = 1")
                                .setParameter("code", "c0")
                                .executeUpdate())
                        .isEqualTo(2));
        noted(
                4,
                session -> assertThat(session.createNativeMutationQuery("""
                        WITH gone AS (DELETE FROM fee WHERE days < 3 RETURNING days),
                          few AS (SELECT min(days) AS days FROM gone)
                        UPDATE reader r SET name = $$set ; where '$$ FROM few WHERE r.id = few.days""").executeUpdate())
                        .isEqualTo(1));
        noted(
                2,
                session -> assertThat(session.createNativeQuery(
                                        "INSERT INTO fee (code) VALUES ('x'), ('y') RETURNING code", String.class)
                                .getResultList())
                        .containsExactly("x", "y"));
        noted(
                2,
                session -> session.createNativeMutationQuery(
                                "DELETE FROM fee WHERE code = 'x'; DELETE FROM fee WHERE code = 'y'")
                        .executeUpdate());
    }

    @Test
    void statelessSessionsAreNoted() throws SQLException {
        notedStateless(1, session -> {
            Book book = new Book("Theseus");
            assertThat(session.insert(book)).isEqualTo(1L);
        });
        Fee fee = new Fee();
        fee.code = "s";
        notedStateless(1, session -> session.upsert(fee));
        fee.cents = 2;
        notedStateless(1, session -> session.upsert(fee));
        notedStateless(1, session -> session.update(fee));
        notedStateless(1, session -> session.delete(fee));
        notedStateless(2, session -> {
            Fee first = new Fee();
            first.code = "a";
            Fee second = new Fee();
            second.code = "b";
            session.upsertMultiple(List.of(first, second));
        });
    }

    @Test
    void whatIsRolledBackIsNotNoted() throws SQLException {
        service.rolledBack(session -> session.persist(full("Theseus")));

        assertThat(library.notedByService()).isEmpty();
    }

    @Test
    void aStatementFailsTogetherWithItsNote() throws SQLException {
        service.factory();
        databases.old("DROP VIEW theseus.noted_key");

        assertThatThrownBy(() -> service.inTransaction(session -> session.persist(new Author("nobody"))))
                .rootCause()
                .hasMessageContaining("theseus.noted_key");
        assertThat(databases.value(Side.OLD, "SELECT count(*) FROM author")).isEqualTo("0");
    }

    @Test
    void aStoppedCaptureLetsTheServiceGoOnWithoutBookkeeping() throws SQLException {
        service.capture().stop();
        databases.old("DROP SCHEMA theseus CASCADE");
        service.inTransaction(session -> session.persist(full("Theseus")));

        assertThat(databases.value(Side.OLD, "SELECT count(*) FROM book")).isEqualTo("1");
    }

    @Test
    void aSessionWithAnInspectorOfItsOwnIsRefusedBeforeItChangesAnything() throws SQLException {
        java.util.function.UnaryOperator<String> own = sql -> sql;
        assertThatThrownBy(() -> {
                    try (Session session = service.factory()
                            .withOptions()
                            .statementInspector(own)
                            .openSession()) {
                        session.getTransaction().begin();
                        session.persist(new Author("unseen"));
                        session.flush();
                    }
                })
                .hasStackTraceContaining(CaptureBypassed.class.getName());
    }

    @Test
    void aFactoryThatAsksTheDriverForGeneratedKeysIsRefused() throws SQLException {
        try (NotingService wrong =
                new NotingService(databases, Map.of(JdbcSettings.USE_GET_GENERATED_KEYS, true), Library.ENTITIES)) {
            assertThatThrownBy(wrong::factory)
                    .hasStackTraceContaining(CaptureBypassed.class.getName())
                    .hasStackTraceContaining("hibernate.jdbc.use_get_generated_keys");
        }
    }

    @Test
    void aServiceKeepsItsOwnInspector() throws SQLException {
        HibernateCapture both = HibernateCapture.of(service.dataSource(), sql -> sql.replace("'theirs'", "'ours'"));
        try (NotingService with = new NotingService(databases, both.settings(), Library.ENTITIES)) {
            with.inTransaction(session -> session.createNativeMutationQuery("INSERT INTO fee (code) VALUES ('theirs')")
                    .executeUpdate());
        }

        assertThat(library.notedByService()).containsExactly("(public.fee,{ours})");
    }
}
