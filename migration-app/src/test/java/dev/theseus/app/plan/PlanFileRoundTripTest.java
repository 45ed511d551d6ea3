package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.alert.AlertSettings;
import dev.theseus.app.alert.ReportSettings;
import dev.theseus.app.audit.AuditSettings;
import dev.theseus.app.mapping.ColumnRule;
import dev.theseus.app.mapping.TableMapping;
import dev.theseus.app.plan.TableSelection.Entry;
import dev.theseus.app.store.ObjectStoreSettings;
import dev.theseus.app.store.S3Bucket;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.BackfillSettings.RateLimit;
import dev.theseus.domain.plan.BackfillSettings.Window;
import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.FailbackSettings;
import dev.theseus.domain.plan.GateSettings;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.domain.plan.ThrottleSettings;
import dev.theseus.domain.plan.TrafficSettings;
import dev.theseus.domain.plan.VerificationSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back as it was. A failure prints its seed; set {@code theseus.seed} to see it again. */
class PlanFileRoundTripTest {

    private static final int PLANS = 300;
    private static final List<String> PARTS = List.of(
            "users",
            "Order Line",
            "a\"b",
            "it's",
            "#1",
            "x: y",
            "null",
            "42",
            "tab\there",
            "é😀",
            "-",
            "a.b",
            "{}",
            "%");

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadBackAsItWas() throws IOException {
        long first = Long.getLong("theseus.seed", new Random().nextLong());
        for (int i = 0; i < PLANS; i++) {
            long seed = first + i;
            PlanFile plan = plan(new Random(seed));
            PlanComments comments = new PlanComments(
                    List.of("a comment", ""),
                    Map.of(new TableName("public", "users"), List.of("breaks\nmigration: other")));
            Path file = Files.writeString(directory.resolve("plan.yaml"), plan.write(comments));
            assertThat(PlanFile.read(file, Map.of("PW", "x")))
                    .as("seed %d of%n%s", seed, Files.readString(file))
                    .isEqualTo(plan);
        }
    }

    private static PlanFile plan(Random random) {
        return new PlanFile(
                new MigrationId("m" + random.nextInt(100)),
                address(random),
                address(random),
                control(random),
                tables(random),
                new Plan.Settings(
                        backfill(random),
                        throttle(random),
                        relay(random),
                        verification(random),
                        gates(random),
                        cutover(random),
                        traffic(random)),
                alerts(random),
                Optional.empty(),
                AuditSettings.DEFAULT,
                random.nextBoolean()
                        ? ReportSettings.NONE
                        : ReportSettings.every(Duration.ofHours(random.nextInt(1, 50))),
                objects(random));
    }

    private static Optional<ObjectStoreSettings> objects(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new ObjectStoreSettings.Directory(Path.of("some where/" + part(random))));
            default ->
                Optional.of(new ObjectStoreSettings.S3(
                        new S3Bucket(
                                URI.create("https://s3.example:9000"),
                                "eu-central-1",
                                "values",
                                random.nextBoolean() ? "" : "shop/"),
                        "PW",
                        "PW",
                        random.nextBoolean() ? Optional.empty() : Optional.of("PW")));
        };
    }

    private static TrafficSettings traffic(Random random) {
        return new TrafficSettings(
                new RolloutSettings(
                        List.of(
                                new RolloutSettings.Step(0.5 + random.nextInt(20), Duration.ofSeconds(1)),
                                new RolloutSettings.Step(21.25, Duration.ofMillis(1 + random.nextInt(9000)))),
                        pick(RolloutSettings.Mode.values(), random),
                        new RolloutSettings.Limits(
                                1 + random.nextInt(99), random.nextDouble(), 1 + random.nextDouble(), 0.25),
                        new RolloutSettings.Retry(1 + random.nextInt(4), Duration.ofMinutes(3))),
                new FailbackSettings(
                        Duration.ofSeconds(1 + random.nextInt(100)), pick(FailbackSettings.Compare.values(), random)),
                new AutomaticRollbackSettings(
                        pick(AutomaticRollbackSettings.Mode.values(), random),
                        Duration.ofSeconds(1 + random.nextInt(100)),
                        random.nextDouble(),
                        1 + random.nextInt(100),
                        new AutomaticRollbackSettings.Guard(1 + random.nextInt(4), Duration.ofHours(2))));
    }

    private static CutoverSettings cutover(Random random) {
        Duration pause = Duration.ofMillis(1 + random.nextInt(1000));
        return new CutoverSettings(
                new PauseBudget(
                        pause,
                        Duration.ofMillis(1 + random.nextInt((int) pause.toMillis())),
                        Duration.ofSeconds(random.nextInt(100))),
                pick(CutoverSettings.Approval.values(), random),
                new CutoverSettings.Readiness(
                        Duration.ofSeconds(random.nextInt(100)),
                        Duration.ofSeconds(1 + random.nextInt(100)),
                        Duration.ofSeconds(1 + random.nextInt(100)),
                        random.nextInt(50)),
                Duration.ofHours(random.nextInt(50)),
                new CutoverSettings.Persistence(
                        1 + random.nextInt(9),
                        Duration.ofMillis(1 + random.nextInt(100)),
                        Duration.ofSeconds(1 + random.nextInt(100)),
                        Duration.ofSeconds(1 + random.nextInt(100))),
                random.nextInt(5_000));
    }

    private static AlertSettings alerts(Random random) {
        Optional<AlertSettings.Webhook> webhook = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new AlertSettings.Webhook(
                        URI.create("https://alerts.example:8443/hook?team=a,b#x"),
                        random.nextBoolean() ? Optional.of("PW") : Optional.empty()));
        return new AlertSettings(webhook, Duration.ofSeconds(random.nextInt(1000)));
    }

    private static DatabaseAddress address(Random random) {
        return new DatabaseAddress(
                "jdbc:postgresql://host" + random.nextInt(9) + ":5432/db?sslmode=require",
                PARTS.get(random.nextInt(PARTS.size())),
                random.nextBoolean() ? Optional.of("PW") : Optional.empty());
    }

    private static Optional<ControlStore> control(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new ControlStore.Embedded(Path.of("kept here", "#1")));
            default -> Optional.of(new ControlStore.Server(address(random)));
        };
    }

    private static TableSelection tables(Random random) {
        List<TableName> names = new ArrayList<>();
        for (String schema : List.of("public", "The \"Shop\".")) {
            PARTS.forEach(part -> names.add(new TableName(schema, part)));
        }
        java.util.Collections.shuffle(names, random);
        List<Entry> entries = names.subList(0, 1 + random.nextInt(6)).stream()
                .map(name -> entry(name, random))
                .toList();
        List<String> schemas = random.nextBoolean() ? List.of() : List.of("public", "The \"Shop\".");
        return new TableSelection(schemas, entries, names.subList(10, 10 + random.nextInt(3)));
    }

    private static Entry entry(TableName name, Random random) {
        return new Entry(
                name,
                random.nextBoolean() ? Optional.empty() : Optional.of(new TableName("other", name.name())),
                random.nextBoolean() ? Optional.empty() : Optional.of(List.of("id", name.name())),
                pick(ExistingRows.values(), random),
                pick(CaptureMode.values(), random),
                random.nextBoolean() ? TableMapping.NONE : mapping(random),
                random.nextBoolean() ? List.of() : List.of("picture", part(random)));
    }

    private static TableMapping mapping(Random random) {
        if (random.nextInt(5) == 0) {
            return new TableMapping(
                            1 + random.nextInt(3),
                            List.of(),
                            Map.of(),
                            Map.of(),
                            List.of("old " + part(random)),
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            Optional.empty())
                    .madeBy("com.example.Mappings$User");
        }
        Map<String, ColumnRule> columns = new LinkedHashMap<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            columns.put(part(random) + i, rule(random));
        }
        if (random.nextBoolean()) {
            columns.put("key " + part(random), newKey(random));
        }
        Map<String, String> back = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            back.put(part(random) + i, "t." + part(random));
        }
        return new TableMapping(
                1 + random.nextInt(3),
                List.of(),
                columns,
                back,
                List.of("old " + part(random)),
                List.of("lost " + part(random)),
                random.nextBoolean() ? Optional.empty() : Optional.of("t.a > 'it''s'"),
                random.nextBoolean() ? Optional.empty() : Optional.of("t.b IS NULL -- \n"),
                random.nextBoolean() ? List.of() : List.of(new TableName("The \"Shop\".", part(random))),
                random.nextBoolean() ? Optional.empty() : Optional.of("other"));
    }

    private static ColumnRule newKey(Random random) {
        return new ColumnRule.NewKey(
                part(random),
                random.nextBoolean() ? Optional.empty() : Optional.of("map_" + random.nextInt(9)),
                random.nextBoolean() ? Optional.empty() : Optional.of(1 + random.nextLong(1L << 60)),
                random.nextBoolean() ? Optional.empty() : Optional.of(1 + random.nextLong(1L << 60)));
    }

    private static ColumnRule rule(Random random) {
        return switch (random.nextInt(11)) {
            case 10 -> new ColumnRule.Stored(part(random));
            case 0 -> new ColumnRule.Rename(part(random));
            case 1 -> new ColumnRule.Sql("split_part(t.\"" + part(random) + "\", ' ', 1)");
            case 2 -> new ColumnRule.Constant(random.nextBoolean() ? "" : part(random));
            case 3 -> new ColumnRule.Lookup(part(random), Map.of(part(random), part(random), "", " "));
            case 4 -> new ColumnRule.JsonField(part(random), part(random));
            case 5 -> new ColumnRule.JsonRest(part(random));
            case 6 -> new ColumnRule.Zone(part(random), ZoneId.of("Europe/Berlin"));
            case 7 -> new ColumnRule.Cast(part(random));
            case 8 -> new ColumnRule.KeyOf(part(random), new TableName("The \"Shop\".", part(random)));
            default -> new ColumnRule.Default(part(random), random.nextBoolean() ? "" : part(random));
        };
    }

    private static String part(Random random) {
        return PARTS.get(random.nextInt(PARTS.size()));
    }

    private static BackfillSettings backfill(Random random) {
        Optional<Window> window = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new Window(
                        LocalTime.of(random.nextInt(24), random.nextInt(60)),
                        LocalTime.of(6, 0, 1),
                        ZoneId.of("Europe/Zurich")));
        return new BackfillSettings(
                1 + random.nextInt(64),
                new ChunkSize((64 << 10) + random.nextInt(1 << 30), 1 + random.nextInt(1_000_000)),
                pick(ChunkOrder.values(), random),
                pick(IndexBuild.values(), random),
                new RateLimit(random.nextInt(3), random.nextInt(3) * 1024L),
                window);
    }

    private static ThrottleSettings throttle(Random random) {
        return random.nextInt(4) == 0
                ? ThrottleSettings.OFF
                : new ThrottleSettings(
                        duration(random),
                        random.nextInt(9),
                        duration(random),
                        0.001 + random.nextDouble() * 0.9,
                        duration(random));
    }

    private static RelaySettings relay(Random random) {
        return new RelaySettings(
                1 + random.nextInt(32),
                1 + random.nextInt(10_000),
                1 + random.nextInt(9),
                duration(random).plusMillis(1));
    }

    private static VerificationSettings verification(Random random) {
        return new VerificationSettings(
                1 + random.nextInt(32), 1 + random.nextInt(5_000), 1 + random.nextInt(9), duration(random));
    }

    private static GateSettings gates(Random random) {
        return new GateSettings(
                duration(random),
                random.nextInt(9),
                duration(random),
                new GateSettings.Shadow(random.nextInt(9), random.nextDouble()));
    }

    private static Duration duration(Random random) {
        long[] units = {1, 1_000, 60_000, 3_600_000};
        return Duration.ofMillis(random.nextInt(2_000) * units[random.nextInt(units.length)]);
    }

    private static <E> E pick(E[] values, Random random) {
        return values[random.nextInt(values.length)];
    }
}
