package dev.theseus.jdbc.largeobject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.largeobject.LargeObjects.Carried;
import dev.theseus.domain.largeobject.ObjectComparison;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.verify.PgVerifications;
import dev.theseus.jdbc.verify.Repairs;
import dev.theseus.jdbc.verify.StandingRelay;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LargeObjectsTest {

    private ObjectScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = ObjectScene.create();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void objectsOfCopiedRowsComeOnceWhateverTheyHold() throws Exception {
        scene.photo(Side.OLD, 1, 4_000_000_001L, 10);
        scene.photo(Side.OLD, 2, 50_002, 0);
        scene.photo(Side.OLD, 3, 50_003, 3 * ObjectLook.BLOCK + 17);
        scene.photo(Side.OLD, 4, 50_004, 2 * ObjectLook.BLOCK);
        scene.databases.old("SELECT lo_put(50002, 5000000, 'after a hole')");
        scene.databases.old(
                "INSERT INTO photo VALUES (5, NULL, 'none'), (6, 0, 'none'), (7, 50007, 'gone'), (8, 50003, 'shared')");
        scene.copyRows();

        Carried first = scene.objects().carry(scene.photos);
        Carried again = scene.objects().carry(scene.photos);

        assertThat(first).isEqualTo(new Carried(4, 10 + 5_000_012 + 5L * ObjectLook.BLOCK + 17, 0));
        assertThat(again).isEqualTo(Carried.NOTHING);
        scene.assertSamePictures(5);
        ObjectComparison comparison = scene.objects().compare(scene.photos);
        assertThat(comparison).isEqualTo(new ObjectComparison(5, first.bytes(), 0, 0, List.of(), 0));
    }

    @Test
    void manyObjectsAreSharedOutAmongProcesses() throws Exception {
        scene.databases.old(
                "INSERT INTO photo SELECT i, lo_from_bytea(60000 + i, i::text::bytea), 'photo' FROM generate_series(1, 350) i");
        scene.copyRows();
        List<Callable<Carried>> processes = List.of(
                () -> scene.objects().carry(scene.photos), () -> scene.objects().carry(scene.photos));
        long carried = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Carried> one : threads.invokeAll(processes)) {
                carried += one.get().objects();
            }
        }

        assertThat(carried).isEqualTo(350);
        scene.assertSamePictures(350);
    }

    @Test
    void anObjectOfTheTargetsOwnIsNotOverwrittenAndWhatCameBeforeItStays() throws Exception {
        scene.databases.old(
                "INSERT INTO photo SELECT i, lo_from_bytea(60000 + i, i::text::bytea), 'photo' FROM generate_series(1, 150) i");
        scene.copyRows();
        scene.databases.target("SELECT lo_from_bytea(60150, 'somebody else''s')");

        assertThatThrownBy(() -> scene.objects().carry(scene.photos))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("large object 60150")
                .hasMessageContaining("another object of that number");

        assertThat(scene.databases.value(Side.NEW, "SELECT convert_from(lo_get(60150), 'UTF8')"))
                .isEqualTo("somebody else's");
        assertThat(scene.count(Side.NEW)).isEqualTo(101);
        assertThat(scene.apply(Side.OLD, Set.of(RowKey.of("150"))))
                .isInstanceOfSatisfying(
                        ApplyOutcome.Refused.class,
                        refused -> assertThat(refused.reason().toString()).contains("large object 60150"));

        scene.databases.target("SELECT lo_unlink(60150)");
        assertThat(scene.objects().carry(scene.photos).objects()).isEqualTo(50);
        scene.assertSamePictures(150);
    }

    @Test
    void aRollbackTakesBackWhatWasCarriedAndNothingElse() throws Exception {
        scene.databases.old(
                "INSERT INTO photo SELECT i, lo_from_bytea(60000 + i, ''), 'photo' FROM generate_series(1, 30) i");
        scene.copyRows();
        scene.databases.target("SELECT lo_from_bytea(70000, 'somebody else''s')");
        scene.objects().carry(scene.photos);
        assertThat(scene.count(Side.NEW)).isEqualTo(31);

        PgBookkeepings.preparation(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW))
                .removeRows(List.of(scene.photos));

        assertThat(scene.databases.rows(Side.NEW, "SELECT oid FROM pg_largeobject_metadata"))
                .containsExactly("(70000)");
    }

    @Test
    void anAppliedRowBringsItsObjectsAlongAndTakesThoseAwayThatAreGone() throws Exception {
        scene.photo(Side.OLD, 1, 50_001, 100);
        scene.photo(Side.OLD, 2, 50_002, 100);
        scene.applyLog(Side.OLD);
        scene.assertSamePictures(2);

        scene.databases.old(
                "UPDATE photo SET picture = lo_from_bytea(50003, 'another') WHERE id = 1; SELECT lo_unlink(50001)");
        scene.databases.old("DELETE FROM photo WHERE id = 2; SELECT lo_unlink(50002)");
        scene.applyLog(Side.OLD);

        scene.assertSamePictures(1);
        assertThat(scene.pictures(Side.NEW).getFirst()).startsWith("(1,50003,");
    }

    @Test
    void aContentThatChangesTogetherWithItsRowIsBroughtAtOnce() throws Exception {
        scene.photo(Side.OLD, 1, 50_001, 3 * ObjectLook.BLOCK);
        scene.applyLog(Side.OLD);

        scene.databases.old(
                "BEGIN; SELECT lo_put(50001, 300000, 'changed'); UPDATE photo SET picture = picture; COMMIT");
        scene.applyLog(Side.OLD);
        scene.assertSamePictures(1);

        scene.databases.old(
                "BEGIN; SELECT lo_truncate(lo_open(50001, 131072), 7); UPDATE photo SET picture = picture; COMMIT");
        scene.applyLog(Side.OLD);
        scene.assertSamePictures(1);
    }

    /** Between the look at the source and the end of the apply nobody sees a row whose object is not there. */
    @Test
    void aRowAndItsObjectAppearTogether() throws Exception {
        scene.photo(Side.OLD, 1, 50_001, 100);
        try (Connection before = scene.databases.session(Side.NEW);
                Statement reader = before.createStatement()) {
            before.setAutoCommit(false);
            before.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            reader.executeQuery("SELECT count(*) FROM photo").close();

            scene.applyLog(Side.OLD);

            assertThat(number(reader, "SELECT count(*) FROM photo")).isZero();
            assertThat(number(reader, "SELECT count(*) FROM pg_largeobject_metadata"))
                    .isZero();
            before.commit();
            assertThat(number(
                            reader, "SELECT count(*) FROM photo p JOIN pg_largeobject_metadata m ON m.oid = p.picture"))
                    .isEqualTo(1);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void whatLeavesNoTraceIsFoundByComparingContents() throws Exception {
        for (int i = 1; i <= 4; i++) {
            scene.photo(Side.OLD, i, 50_000 + i, 1000);
        }
        scene.applyLog(Side.OLD);
        scene.databases.old("SELECT lo_put(50001, 999, 'x')");
        scene.databases.old("SELECT lo_unlink(50002)");
        scene.databases.target("SELECT lo_put(50003, 0, 'planted')");
        scene.databases.target("SELECT lo_unlink(50004)");

        ObjectComparison found = scene.objects().compare(scene.photos);
        ObjectComparison after = scene.objects().compare(scene.photos);

        assertThat(found).isEqualTo(new ObjectComparison(4, 3000, 3, 1, List.of(), 0));
        assertThat(after).isEqualTo(new ObjectComparison(4, 3000, 0, 0, List.of(), 0));
        scene.assertSamePictures(3);
    }

    @Test
    void aVerificationCountsObjectsThatDifferAndNamesTheirRows() throws Exception {
        scene.photo(Side.OLD, 1, 50_001, 10);
        scene.photo(Side.OLD, 2, 50_002, 10);
        scene.applyLog(Side.OLD);
        // gone from old, and somebody has taken its number in new
        scene.databases.old("SELECT lo_unlink(50002)");
        scene.objects().compare(scene.photos);
        scene.databases.target("SELECT lo_from_bytea(50002, 'a stranger')");
        scene.databases.old("SELECT lo_put(50001, 0, 'changed')");

        List<TableComparison> told = new ArrayList<>();
        StandingRelay standing = new StandingRelay();
        VerificationReport report = PgObjects.verification(
                        PgVerifications.verification(
                                scene.databases.on(Side.OLD),
                                scene.databases.on(Side.NEW),
                                new Repairs(PgCapture.log(scene.databases.on(Side.OLD)), standing, standing),
                                new VerificationSettings(1, 2, 1_000),
                                Rest.NONE),
                        scene.objects())
                .verify(List.of(scene.photos), told::add);

        assertThat(report.tables()).isEqualTo(told);
        assertThat(report.divergences()).isEqualTo(1);
        assertThat(report.repaired()).isEqualTo(1);
        assertThat(told.getFirst().examples())
                .containsExactly(new Divergence(RowKey.of("2"), Divergence.Kind.DIFFERENT, List.of("picture")));
    }

    @Test
    void afterTheCutoverObjectsTravelBack() throws Exception {
        scene.photo(Side.OLD, 1, 50_001, 1000);
        scene.photo(Side.OLD, 2, 50_002, 1000);
        scene.applyLog(Side.OLD);
        scene.databases.both("SELECT setval('theseus.epoch', 2)");
        scene.databases.target(PgCapture.ddl(Side.NEW));
        PgCapture.capture(scene.databases.on(Side.NEW), LockPatience.DEFAULT).install(scene.photos);

        scene.photo(Side.NEW, 3, 50_003, 1000);
        scene.databases.target(
                "BEGIN; SELECT lo_put(50001, 0, 'new''s'); UPDATE photo SET picture = picture WHERE id = 1; COMMIT");
        scene.databases.target("DELETE FROM photo WHERE id = 2; SELECT lo_unlink(50002)");
        scene.applyLog(Side.NEW);

        scene.assertSamePictures(2);
        scene.databases.target("SELECT lo_put(50003, 0, 'changed')");
        ObjectComparison back = PgObjects.largeObjects(
                        scene.databases.on(Side.NEW), scene.databases.on(Side.OLD), Rest.NONE)
                .compare(scene.photos);
        assertThat(back.repaired()).isEqualTo(1);
        scene.assertSamePictures(2);
        assertThatThrownBy(() -> {
                    scene.databases.target("SELECT lo_put(50003, 0, 'again')");
                    scene.objects().compare(scene.photos);
                })
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("authority has moved");
    }

    @Test
    void ownersAndRightsComeAlongWhereNewHasTheRoles() throws Exception {
        for (String role : List.of("lo_owner", "lo_reader", "lo \"painter\"")) {
            String quoted = '"' + role.replace("\"", "\"\"") + '"';
            scene.databases.both(
                    "DO $$ BEGIN CREATE ROLE %s; EXCEPTION WHEN duplicate_object THEN NULL; END $$".formatted(quoted));
        }
        scene.databases.old("DO $$ BEGIN CREATE ROLE lo_only_old; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        scene.photo(Side.OLD, 1, 50_001, 10);
        scene.databases.old("""
                GRANT SELECT ON LARGE OBJECT 50001 TO lo_reader WITH GRANT OPTION;
                GRANT SELECT, UPDATE ON LARGE OBJECT 50001 TO "lo ""painter\""";
                GRANT SELECT ON LARGE OBJECT 50001 TO lo_only_old, PUBLIC;
                ALTER LARGE OBJECT 50001 OWNER TO lo_owner""");
        scene.copyRows();

        Carried carried = scene.objects().carry(scene.photos);

        assertThat(carried).isEqualTo(new Carried(1, 10, 1));
        assertThat(scene.databases.rows(Side.NEW, """
                SELECT m.lomowner::regrole, CASE a.grantee WHEN 0 THEN 'all' ELSE a.grantee::regrole::text END, a.privilege_type, a.is_grantable
                FROM pg_largeobject_metadata m, aclexplode(m.lomacl) a WHERE a.grantee <> m.lomowner ORDER BY 2, 3"""))
                .containsExactly(
                        "(lo_owner,\"\"\"lo \"\"\"\"painter\"\"\"\"\"\"\",SELECT,f)",
                        "(lo_owner,\"\"\"lo \"\"\"\"painter\"\"\"\"\"\"\",UPDATE,f)",
                        "(lo_owner,all,SELECT,f)",
                        "(lo_owner,lo_reader,SELECT,t)");

        scene.databases.old("REVOKE SELECT ON LARGE OBJECT 50001 FROM PUBLIC; UPDATE photo SET picture = picture");
        scene.applyLog(Side.OLD);
        assertThat(scene.databases.rows(Side.NEW, "SELECT lomacl::text LIKE '%{=%' FROM pg_largeobject_metadata"))
                .containsExactly("(f)");
    }
}
