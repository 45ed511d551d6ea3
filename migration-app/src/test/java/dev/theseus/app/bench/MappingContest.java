package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a mapping costs the copy and the comparison: the users as they are, and as people of another schema. */
final class MappingContest {

    private static final String PEOPLE = """
            DROP TABLE IF EXISTS bench.people;
            CREATE TABLE bench.people (person_id uuid PRIMARY KEY, mail varchar(200) NOT NULL, first_name text NOT NULL,
              last_name text NOT NULL, profile jsonb NOT NULL, visits int NOT NULL, avatar bytea NOT NULL, registered date NOT NULL)""";

    private static final TablePlan AS_THEY_ARE = plan(
            "users", Mapping.same(List.of("id"), List.of("id", "email", "name", "profile", "avatar", "registered_at")));

    private static final MappedColumn KEY = new MappedColumn("person_id", new Expression.Same("id"));

    /** Two columns renamed, one split, one taken out of JSON, one of another type. */
    private static final TablePlan AS_PEOPLE = people(List.of(
            KEY,
            new MappedColumn("mail", new Expression.Same("email")),
            sql("first_name", "split_part(t.name, ' ', 1)"),
            sql("last_name", "split_part(t.name, ' ', 2)"),
            MappedColumn.same("profile"),
            sql("visits", "(t.profile->>'visits')::int"),
            MappedColumn.same("avatar"),
            sql("registered", "(t.registered_at AT TIME ZONE 'UTC')::date")));

    /** The same without Theseus. */
    private static final String SELECT_PEOPLE = """
            (SELECT id, email, split_part(name, ' ', 1), split_part(name, ' ', 2), profile, (profile->>'visits')::int, avatar,
              (registered_at AT TIME ZONE 'UTC')::date FROM bench.users)""";

    private static final TablePlan AS_PEOPLE_IN_JAVA = people(Stream.concat(
                    Stream.of(KEY),
                    Stream.of("mail", "first_name", "last_name", "profile", "visits", "avatar", "registered")
                            .map(name -> new MappedColumn(name, new Expression.Java(BenchPeople.class.getName()))))
            .toList());

    private final BenchServers servers;
    private final BenchTables tables;
    private final BenchSettings settings;
    private final PrintStream out;

    MappingContest(BenchServers servers, BenchTables tables, BenchSettings settings, PrintStream out) {
        this.servers = servers;
        this.tables = tables;
        this.settings = settings;
        this.out = out;
    }

    private static MappedColumn sql(String name, String expression) {
        return new MappedColumn(name, new Expression.Sql(expression));
    }

    private static TablePlan people(List<MappedColumn> columns) {
        Image image = new Image(List.of("id"), List.of("person_id"), columns, List.of(), Optional.empty());
        return plan("people", new Mapping(1, Optional.of(image), Optional.empty()));
    }

    private static TablePlan plan(String target, Mapping mapping) {
        return new TablePlan(
                1,
                new TableName("bench", "users"),
                new TableName("bench", target),
                mapping,
                ExistingRows.REFUSE,
                CaptureMode.AUTOMATIC);
    }

    List<String> hold() throws Exception {
        long rows = tables.rows(Side.OLD, "users");
        List<Contender> contenders = new ArrayList<>();
        if (Psql.isInstalled()) {
            Psql psql = new Psql(servers);
            contenders.add(new Timed(
                    "psql COPY | COPY binary, users as they are",
                    this::empty,
                    () -> psql.copyTable("users"),
                    () -> requireCopied("users", rows)));
            contenders.add(new Timed(
                    "psql COPY | COPY binary, users as people, by SQL",
                    this::empty,
                    () -> psql.copy(SELECT_PEOPLE, "people"),
                    () -> requireCopied("people", rows)));
        }
        contenders.add(new Copy("Theseus, users as they are", AS_THEY_ARE, rows));
        contenders.add(new Copy("Theseus, users as people, by SQL", AS_PEOPLE, rows));
        contenders.add(new Copy("Theseus, users as people, in Java", AS_PEOPLE_IN_JAVA, rows));
        Standings copied = new Contest("%,d users copied through a mapping".formatted(rows), out, contenders)
                .hold(settings.rounds());
        print(copied, "Theseus, users as they are", rows);
        Standings compared = new Contest(
                        "%,d users compared through a mapping".formatted(rows),
                        out,
                        List.of(
                                new Comparison("identity comparison, users as they are", AS_THEY_ARE, rows),
                                new Comparison("comparison of users as people, by SQL", AS_PEOPLE, rows),
                                new Comparison("comparison of users as people, in Java", AS_PEOPLE_IN_JAVA, rows)))
                .hold(settings.rounds());
        print(compared, "identity", rows);
        servers.tell(Side.NEW, "DROP TABLE IF EXISTS bench.people");
        List<String> failures = new ArrayList<>(copied.failures());
        failures.addAll(compared.failures());
        return failures;
    }

    private void print(Standings standings, String baseline, long rows) {
        standings.print(out, baseline);
        standings
                .seconds()
                .keySet()
                .forEach(name -> out.printf("  %-48s %,12.0f rows/s%n", name, rows / standings.median(name)));
    }

    private void empty() throws SQLException {
        tables.emptyWithKeys();
        servers.tell(Side.NEW, PEOPLE);
        servers.settle();
    }

    private void requireCopied(String table, long rows) throws SQLException {
        long target = tables.rows(Side.NEW, table);
        if (target != rows) {
            throw new IllegalStateException("brought " + target + " of " + rows + " rows of " + table);
        }
    }

    /** Theseus, with its capture on the table. */
    private abstract class OfTheseus implements Contender {

        private final String name;
        final TablePlan plan;
        final long rows;

        @Nullable
        TheseusRig rig;

        OfTheseus(String name, TablePlan plan, long rows) {
            this.name = name;
            this.plan = plan;
            this.rows = rows;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Trial trial() {
            return Trial.THESEUS;
        }

        @Override
        public void prepare() throws Exception {
            empty();
            rig = TheseusRig.install(servers, plan);
            servers.settle();
        }

        @Override
        public void clear() {
            if (rig != null) {
                rig.close();
            }
            rig = null;
        }
    }

    private final class Copy extends OfTheseus {

        Copy(String name, TablePlan plan, long rows) {
            super(name, plan, rows);
        }

        @Override
        public void run() throws Exception {
            rig.copy();
        }

        @Override
        public void check() throws Exception {
            requireCopied(plan.target().name(), rows);
        }
    }

    private final class Comparison extends OfTheseus {

        private VerificationReport report = new VerificationReport(List.of());

        Comparison(String name, TablePlan plan, long rows) {
            super(name, plan, rows);
        }

        @Override
        public void prepare() throws Exception {
            super.prepare();
            rig.copy();
            rig.data().relay().start();
            servers.tell(Side.NEW, "VACUUM ANALYZE bench." + plan.target().name());
            servers.settle();
        }

        @Override
        public void run() throws InterruptedException {
            report = rig.data().verification().verify(List.of(plan), table -> {});
        }

        @Override
        public void check() {
            if (report.verdict() != Verdict.EQUAL || report.rowsCompared() != rows) {
                throw new IllegalStateException(
                        "said " + report.verdict() + " after " + report.rowsCompared() + " rows");
            }
        }
    }
}
