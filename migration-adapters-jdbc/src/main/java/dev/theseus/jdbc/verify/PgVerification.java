package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.Verification;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.verify.TablePair.Ground;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;

/** Compares table after table, in threads of its own, so that a waiting caller can be interrupted at any moment. */
final class PgVerification implements Verification {

    /** Small enough for a snapshot of about a second, large enough that planning and round trips do not matter. */
    private static final long RANGE_BYTES = 64L << 20;

    private final Ground ground;
    private final Repairs repairs;
    private final VerificationSettings settings;
    private final Conduct conduct;

    /**
     * What tests change.
     *
     * @param digests of rows, given what the two servers agree in
     * @param relayPatience for one wait for the relay
     * @param rangeBytes of a heap that one transaction reads
     * @param rest after each of them
     */
    record Conduct(Function<ServerPair, Digests> digests, Duration relayPatience, long rangeBytes, Rest rest) {
        static Conduct resting(Rest rest) {
            return new Conduct(
                    s -> new Digests(s.hash(), new ExactForm(s.encodings())),
                    Duration.ofSeconds(30),
                    RANGE_BYTES,
                    rest);
        }
    }

    PgVerification(Ground ground, Repairs repairs, VerificationSettings settings, Conduct conduct) {
        this.ground = ground;
        this.repairs = repairs;
        this.settings = settings;
        this.conduct = conduct;
    }

    @Override
    public VerificationReport verify(List<TablePlan> tables, Consumer<TableComparison> verified)
            throws InterruptedException {
        return verify(tables, this::compare, verified);
    }

    @Override
    public VerificationReport verify(List<TablePlan> tables, BroughtOver brought, Consumer<TableComparison> verified)
            throws InterruptedException {
        List<TablePlan> touched = tables.stream()
                .filter(plan -> brought.of(plan) != BroughtOver.Extent.NOTHING)
                .toList();
        return verify(
                touched,
                (plan, means) -> brought.of(plan) == BroughtOver.Extent.ANY_ROW
                        ? compare(plan, means)
                        : compare(plan, brought.rows(plan), means),
                verified);
    }

    /** How one table is compared. */
    @FunctionalInterface
    private interface Comparing {
        TableComparison compare(TablePlan plan, Means means) throws InterruptedException;
    }

    private VerificationReport verify(List<TablePlan> tables, Comparing each, Consumer<TableComparison> verified)
            throws InterruptedException {
        Attempts attempts = new Attempts();
        try (Workers workers = new Workers(attempts)) {
            Callable<VerificationReport> all = () -> verify(tables, each, verified, means(workers, attempts));
            return workers.all(List.of(all)).getFirst();
        }
    }

    private Means means(Workers workers, Attempts attempts) throws InterruptedException {
        ServerPair servers = ServerPair.of(ground.old(), ground.target(), attempts);
        Digests digests = conduct.digests().apply(servers);
        RelayPatience patience = new RelayPatience(repairs.relay(), conduct.relayPatience());
        TableScan.Pace pace = new TableScan.Pace(settings.parallelism(), conduct.rangeBytes(), conduct.rest());
        return new Means(digests, patience, attempts, t -> new TableScan(t, servers, pace, workers, attempts));
    }

    private VerificationReport verify(
            List<TablePlan> tables, Comparing each, Consumer<TableComparison> verified, Means means)
            throws InterruptedException {
        List<TableComparison> comparisons = new ArrayList<>();
        for (TablePlan plan : carried(tables)) {
            TableComparison comparison = each.compare(plan, means);
            comparisons.add(comparison);
            verified.accept(comparison);
        }
        return new VerificationReport(comparisons, tables.size() - comparisons.size());
    }

    /** By what the tables of one verification are compared. */
    private record Means(
            Digests digests, RelayPatience patience, Attempts attempts, Function<TablePair, TableScan> scans) {}

    /** Where a row can't be mapped, nothing can be read with it: it is found, told, and left out of what is read. */
    private TableComparison compare(TablePlan plan, Means means) throws InterruptedException {
        NotMapped notMapped = NotMapped.NONE;
        while (true) {
            TablePair table = TablePair.read(plan, notMapped, ground, means.digests(), means.attempts());
            TableScan scan = means.scans().apply(table);
            OneTable one = oneTable(table, scan, means);
            try {
                return one.compare(means.patience(), notMapped);
            } catch (DatabaseRefused e) {
                if (!table.isMapped() || !FailingRows.isOne(e)) {
                    throw e;
                }
                NotMapped more = isInJava(plan) ? notMapped : notMapped.and(failing(table, scan, means.attempts()));
                if (more.equals(notMapped) || more.keys().size() > FailingRows.MOST) {
                    throw one.unmappable(e);
                }
                notMapped = more;
            }
        }
    }

    private OneTable oneTable(TablePair table, TableScan scan, Means means) {
        return new OneTable(table, means.digests(), scan, settings, repairs, means.attempts());
    }

    /** Where a row can't be mapped, the comparison of all rows finds out which. */
    private TableComparison compare(TablePlan plan, Set<RowKey> rows, Means means) throws InterruptedException {
        TablePair table = TablePair.read(plan, ground, means.digests(), means.attempts());
        try {
            return oneTable(table, means.scans().apply(table), means).compare(rows, means.patience());
        } catch (DatabaseRefused e) {
            if (!table.isMapped() || !FailingRows.isOne(e)) {
                throw e;
            }
            return compare(plan, means);
        }
    }

    /** Then the first row that fails names itself. */
    private boolean isInJava(TablePlan plan) {
        return plan.image(ground.direction()).flatMap(Image::java).isPresent();
    }

    /** None where they can't be told: the role may make no function in its session, or the heap was exchanged. */
    private static NotMapped failing(TablePair table, TableScan scan, Attempts attempts) throws InterruptedException {
        try {
            return new FailingRows(table, scan, attempts).rows();
        } catch (DatabaseRefused | HeapMoved untold) {
            return NotMapped.NONE;
        }
    }

    /** The others' rows are carried, and so compared, by the join of another plan. */
    private List<TablePlan> carried(List<TablePlan> tables) {
        return tables.stream()
                .filter(plan -> plan.image(ground.direction()).isPresent())
                .toList();
    }
}
