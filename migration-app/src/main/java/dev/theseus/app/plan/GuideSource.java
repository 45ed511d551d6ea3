package dev.theseus.app.plan;

import dev.theseus.app.guide.MigrationGuide;
import dev.theseus.app.guide.MigrationGuide.GuidedTable;
import dev.theseus.app.mapping.MappedTable;
import dev.theseus.app.mapping.TableMapping;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.inspection.RowExamples;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.catalog.PgCatalogs;
import dev.theseus.jdbc.catalog.PgLogin;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.trial.PgTrials;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Describes the migration of a plan file from what both catalogues say. */
public final class GuideSource {

    private static final int SESSIONS = 1;

    private final PlanFile file;
    private final Passwords passwords;

    public GuideSource(PlanFile file, Passwords passwords) {
        this.file = file;
        this.passwords = passwords;
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /** Both forms of the guide. */
    public record Described(String markdown, String html) implements Outcome {}

    /** The plan does not fit the catalogues. */
    public record Unfit(List<Finding> findings) implements Outcome {
        public Unfit {
            findings = List.copyOf(findings);
        }
    }

    /** A server does not let the role in. */
    public record Unreachable(List<Finding> findings) implements Outcome {
        public Unreachable {
            findings = List.copyOf(findings);
        }
    }

    /** @throws dev.theseus.domain.database.DatabaseUnavailable if a server goes away meanwhile */
    public Outcome guide() {
        List<Finding> logins = Stream.of(login(Side.OLD, file.old()), login(Side.NEW, file.target()))
                .flatMap(Optional::stream)
                .toList();
        if (!logins.isEmpty()) {
            return new Unreachable(logins);
        }
        try (PgDatabase old = open(Side.OLD, file.old());
                PgDatabase target = open(Side.NEW, file.target())) {
            Resolution resolution = PlanResolution.resolve(file, PgCatalogs.catalog(old), PgCatalogs.catalog(target));
            if (Finding.anyStops(resolution.findings())) {
                return new Unfit(resolution.findings());
            }
            MigrationGuide guide = of(file.migration().value(), resolution, PgTrials.examples(old));
            return new Described(guide.markdown(), guide.html());
        }
    }

    static MigrationGuide of(String migration, Resolution resolution, RowExamples examples) {
        return new MigrationGuide(
                migration,
                resolution.tables().stream()
                        .flatMap(t -> guided(t, resolution).stream())
                        .toList(),
                resolution.keyMaps(),
                examples);
    }

    /** Empty for a key map, which is no table of the service's. */
    private static Optional<GuidedTable> guided(TablePlan plan, Resolution resolution) {
        Optional<InspectedTable> pair = resolution.pairs().stream()
                .filter(p ->
                        p.old().name().equals(plan.old()) && p.target().name().equals(plan.target()))
                .findFirst();
        Optional<MappedTable> tried = resolution.mapped().tried().stream()
                .filter(m -> m.plan().number() == plan.number())
                .findFirst();
        return pair.map(p -> new GuidedTable(
                plan,
                p.old(),
                p.target(),
                tried.map(MappedTable::says).orElse(TableMapping.NONE),
                tried.map(MappedTable::plan).orElse(plan)));
    }

    private Optional<Finding> login(Side side, DatabaseAddress address) {
        return PgLogin.attempt(side, address.url(), address.user(), passwords.of(address));
    }

    private PgDatabase open(Side side, DatabaseAddress address) {
        return PgDatabase.open(side, address.url(), address.user(), passwords.of(address), SESSIONS);
    }
}
