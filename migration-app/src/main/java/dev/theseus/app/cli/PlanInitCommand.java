package dev.theseus.app.cli;

import dev.theseus.app.plan.DatabaseUrl;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.plan.PlanProposal;
import dev.theseus.app.plan.TableSelection;
import dev.theseus.app.schema.SchemaDump;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.ServerPair;
import dev.theseus.domain.inspection.Severity;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.jdbc.catalog.PgCatalogs;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "init",
        description = {
            "Looks at both databases and proposes a plan on the standard output.",
            "A password comes from the URL, from THESEUS_OLD_PASSWORD or THESEUS_NEW_PASSWORD, or from ~/.pgpass;",
            "it is never written into the plan."
        })
final class PlanInitCommand implements Callable<Integer> {

    private static final int SESSIONS = 1;

    private final Session session;

    @Option(names = "--old", required = true, paramLabel = "URL", description = "postgresql://user@host:5432/database")
    private String old;

    @Option(names = "--new", required = true, paramLabel = "URL", description = "postgresql://user@host:5432/database")
    private String target;

    @Option(
            names = "--schema",
            paramLabel = "SCHEMA",
            description = "Only the tables of this schema; may be repeated. Default: all schemas.")
    private List<String> schemas = List.of();

    @Option(names = "--migration", paramLabel = "NAME", description = "Default: the name of the old database.")
    private @Nullable String migration;

    @Option(
            names = "--with-schema",
            paramLabel = "DIR",
            description = "Also write the definitions of old's tables into this directory, by pg_dump and pg_restore.")
    private @Nullable Path schemaDirectory;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    PlanInitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Console console = Session.console(spec.commandLine(), false);
        GivenDatabase oldGiven = GivenDatabase.of(Side.OLD, old, session.environment());
        GivenDatabase newGiven = GivenDatabase.of(Side.NEW, target, session.environment());
        MigrationId id = migration(oldGiven.url());
        List<Finding> refused = Stream.of(oldGiven.login(), newGiven.login())
                .flatMap(Optional::stream)
                .toList();
        if (!refused.isEmpty()) {
            refused.forEach(f -> console.note(f.what() + ": " + f.message()));
            return ExitCode.SERVER_FAILED.code();
        }
        try (PgDatabase oldDatabase = oldGiven.open(SESSIONS);
                PgDatabase newDatabase = newGiven.open(SESSIONS)) {
            propose(id, oldGiven, newGiven, PgCatalogs.catalog(oldDatabase), PgCatalogs.catalog(newDatabase), console);
        }
        return ExitCode.DONE.code();
    }

    private void propose(
            MigrationId id,
            GivenDatabase oldGiven,
            GivenDatabase newGiven,
            DatabaseCatalog oldCatalog,
            DatabaseCatalog newCatalog,
            Console console)
            throws InterruptedException {
        requireUsable(new ServerPair(oldCatalog.server(), newCatalog.server()));
        List<String> wanted = schemas(oldCatalog);
        PlanFile databases = new PlanFile(
                id,
                oldGiven.address(),
                newGiven.address(),
                Optional.empty(),
                new TableSelection(wanted, List.of(), List.of()),
                Plan.Settings.DEFAULT);
        PlanProposal proposal = PlanProposal.of(databases, oldCatalog, newCatalog);
        if (schemaDirectory != null) {
            int newest = Math.max(
                    oldCatalog.server().majorVersion(), newCatalog.server().majorVersion());
            oldGiven.dump(wanted, session.environment()).write(schemaDirectory, newest);
            console.note(howToLoad(schemaDirectory, newGiven));
        }
        console.out().print(proposal.file().write(proposal.comments()));
        console.out().flush();
        oldGiven.passwordNote().ifPresent(console::note);
        newGiven.passwordNote().ifPresent(console::note);
        console.note(summary(proposal));
    }

    /** Catalogues of servers that are too old can't be read, and a plan from a database into itself helps nobody. */
    private static void requireUsable(ServerPair servers) {
        servers.findings().stream()
                .filter(f -> f.check() == Check.VERSION || f.check() == Check.SAME_DATABASE)
                .findFirst()
                .ifPresent(f -> {
                    throw new BadInput(f.what() + " " + f.message());
                });
    }

    private List<String> schemas(DatabaseCatalog catalog) {
        List<String> known = catalog.schemas();
        if (known.isEmpty()) {
            throw new BadInput(
                    "--old: this database holds no table that could be migrated. Check its name in the URL.");
        }
        for (String schema : schemas) {
            if (!known.contains(schema)) {
                throw new BadInput("--schema " + schema + ": no such schema with tables in old; it has "
                        + String.join(", ", known) + ".");
            }
        }
        return schemas.isEmpty() ? known : schemas;
    }

    private MigrationId migration(DatabaseUrl url) {
        if (migration != null) {
            try {
                return new MigrationId(migration);
            } catch (IllegalArgumentException e) {
                throw new BadInput("--migration: " + e.getMessage());
            }
        }
        String name = url.database()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[^a-z]+|-+$", "");
        return new MigrationId(name.isEmpty() ? "migration" : name.substring(0, Math.min(40, name.length())));
    }

    private static String howToLoad(Path directory, GivenDatabase target) {
        String psql = "  psql -v ON_ERROR_STOP=1 -1 -d '" + target.libpqUrl() + "' -f ";
        return "Wrote the definitions of old. Load them into new, both before the run:%n%s%n%s"
                .formatted(psql + directory.resolve(SchemaDump.TABLES), psql + directory.resolve(SchemaDump.REST));
    }

    private static String summary(PlanProposal proposal) {
        long stops = proposal.findings().stream()
                .filter(f -> f.severity() == Severity.STOPS)
                .count();
        String tables = proposal.file().tables().entries().size() + " tables proposed"
                + (proposal.file().tables().exclude().isEmpty()
                        ? ""
                        : ", " + proposal.file().tables().exclude().size() + " excluded");
        return stops == 0 ? tables + "." : tables + "; " + stops + " things would stop the run: see STOPS in the plan.";
    }
}
