package dev.theseus.app.plan;

import dev.theseus.app.mapping.MappingTrials;
import dev.theseus.app.mapping.MappingTrials.PlanPlaces;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.ServerPair;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.Plan;
import dev.theseus.jdbc.catalog.PgCatalogs;
import dev.theseus.jdbc.catalog.PgLogin;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.trial.PgTrials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Completes a plan file and finds everything that would stop its run, without changing anything in either database. */
public final class PlanCheck {

    private static final int SESSIONS = 2;

    private final PlanFile file;
    private final Passwords passwords;
    private final PlanPlaces places;
    private final Path readFrom;

    public PlanCheck(PlanFile file, Passwords passwords) {
        this(file, passwords, (table, key, column) -> Optional.empty(), Path.of("plan.yaml"));
    }

    private PlanCheck(PlanFile file, Passwords passwords, PlanPlaces places, Path readFrom) {
        this.file = file;
        this.passwords = passwords;
        this.places = places;
        this.readFrom = readFrom;
    }

    /** The same, with findings that name lines of the file from which the plan was read. */
    public PlanCheck of(Path from) {
        return new PlanCheck(file, passwords, new MappingPlaces(from), from);
    }

    /** @throws dev.theseus.domain.database.DatabaseUnavailable if a server goes away meanwhile */
    public Report check() {
        List<Finding> logins = logins();
        if (!logins.isEmpty()) {
            return new Report(Verdict.UNREACHABLE, logins, List.of(), Optional.empty());
        }
        try (PgDatabase old = open(Side.OLD, file.old());
                PgDatabase target = open(Side.NEW, file.target())) {
            return check(old, target);
        }
    }

    /**
     * What the file says of tables, against the catalogues alone: for a migration that is under way, whose tables are
     * not as they have to be before one begins.
     *
     * @param trials whether mappings are tried on the servers too
     */
    public Report checkMappings(Trials trials) {
        List<Finding> logins = logins();
        if (!logins.isEmpty()) {
            return new Report(Verdict.UNREACHABLE, logins, List.of(), Optional.empty());
        }
        try (PgDatabase old = open(Side.OLD, file.old());
                PgDatabase target = open(Side.NEW, file.target())) {
            Resolution resolution = PlanResolution.resolve(file, PgCatalogs.catalog(old), PgCatalogs.catalog(target));
            List<Finding> findings = new ArrayList<>(resolution.findings());
            if (trials == Trials.MADE) {
                findings.addAll(new MappingTrials(
                                PgTrials.of(old, target), resolution.mapped().tried(), places)
                        .findings(!Finding.anyStops(resolution.findings())));
                findings.addAll(store(resolution));
            }
            return report(findings, resolution.with(findings));
        }
    }

    /** Whether mappings are tried on the servers. */
    public enum Trials {
        MADE,
        LEFT_OUT
    }

    private List<Finding> logins() {
        return Stream.of(login(Side.OLD, file.old()), login(Side.NEW, file.target()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Report check(PgDatabase old, PgDatabase target) {
        DatabaseCatalog oldCatalog = PgCatalogs.catalog(old);
        DatabaseCatalog newCatalog = PgCatalogs.catalog(target);
        List<Finding> servers = new ServerPair(oldCatalog.server(), newCatalog.server()).findings();
        if (servers.stream().anyMatch(f -> f.check() == Check.VERSION)) {
            // the catalogues of servers that old lack what the other questions ask for
            return report(servers, Resolution.none(servers));
        }
        Resolution resolution = PlanResolution.resolve(file, oldCatalog, newCatalog);
        List<Finding> findings = new ArrayList<>(resolution.findings());
        findings.addAll(PgCatalogs.inspection(old, target).inspect(resolution.pairs(), file.settings()));
        findings.addAll(
                new MappingTrials(PgTrials.of(old, target), resolution.mapped().tried(), places)
                        .findings(!Finding.anyStops(resolution.findings())));
        findings.addAll(store(resolution));
        return report(findings, resolution.with(findings));
    }

    private List<Finding> store(Resolution resolution) {
        return new StoreCheck(resolution.tables(), file.objectStore(readFrom, passwords.environment())).findings();
    }

    private Report report(List<Finding> findings, Resolution resolution) {
        List<Finding> sorted = findings.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparing(Finding::what)
                        .thenComparing(Finding::check)
                        .thenComparing(Finding::message))
                .toList();
        Verdict verdict = Finding.anyStops(sorted) ? Verdict.STOPS : Verdict.OK;
        return new Report(
                verdict, sorted, tables(resolution), verdict == Verdict.OK ? resolution.plan(file) : Optional.empty());
    }

    private static List<CheckedTable> tables(Resolution resolution) {
        return resolution.tables().stream()
                .map(t -> new CheckedTable(
                        t.old().toString(),
                        t.target().toString(),
                        t.key(),
                        resolution.pairs().stream()
                                .filter(p -> p.old().name().equals(t.old())
                                        && p.target().name().equals(t.target()))
                                .mapToLong(p -> p.old().size().rows())
                                .sum()))
                .toList();
    }

    private Optional<Finding> login(Side side, DatabaseAddress address) {
        return PgLogin.attempt(side, address.url(), address.user(), passwords.of(address));
    }

    private PgDatabase open(Side side, DatabaseAddress address) {
        return PgDatabase.open(side, address.url(), address.user(), passwords.of(address), SESSIONS);
    }

    /** What a check says as a whole. */
    public enum Verdict {
        OK,
        /** Something would stop the run. */
        STOPS,
        /** A server did not answer or did not let the role in, so nothing else could be looked at. */
        UNREACHABLE
    }

    /**
     * A table that would be carried over.
     *
     * @param table in old
     * @param target in new
     * @param key its columns
     * @param rows estimated
     */
    public record CheckedTable(String table, String target, List<String> key, long rows) {}

    /**
     * What a check found.
     *
     * @param verdict as a whole
     * @param findings the gravest first
     * @param tables those that can be carried over
     * @param plan complete; empty unless the verdict is OK
     */
    public record Report(Verdict verdict, List<Finding> findings, List<CheckedTable> tables, Optional<Plan> plan) {}
}
