package dev.theseus.app.plan;

import dev.theseus.app.alert.AlertSettings;
import dev.theseus.app.alert.ReportSettings;
import dev.theseus.app.audit.AuditPlaces;
import dev.theseus.app.audit.AuditSettings;
import dev.theseus.app.store.ObjectStoreSettings;
import dev.theseus.app.stream.EventStreamSettings;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan file says, before the catalogues complete it into a {@link Plan}.
 *
 * @param migration its name
 * @param old the old database
 * @param target the new database
 * @param control where the migration itself is kept, if the file says it
 * @param tables which tables
 * @param settings how the parts go about it; what the file leaves out is the domain's default
 * @param alerts who is told
 * @param stream where events are published, if they are
 * @param audit how the audit is made provable
 * @param reports when reports are sent
 * @param objects where values are stored that leave the database
 */
public record PlanFile(
        MigrationId migration,
        DatabaseAddress old,
        DatabaseAddress target,
        Optional<ControlStore> control,
        TableSelection tables,
        Plan.Settings settings,
        AlertSettings alerts,
        Optional<EventStreamSettings> stream,
        AuditSettings audit,
        ReportSettings reports,
        Optional<ObjectStoreSettings> objects) {

    /** Without a stream of events and reports, and with the usual audit. */
    public PlanFile(
            MigrationId migration,
            DatabaseAddress old,
            DatabaseAddress target,
            Optional<ControlStore> control,
            TableSelection tables,
            Plan.Settings settings,
            AlertSettings alerts) {
        this(
                migration,
                old,
                target,
                control,
                tables,
                settings,
                alerts,
                Optional.empty(),
                AuditSettings.DEFAULT,
                ReportSettings.NONE,
                Optional.empty());
    }

    /** With the usual alerts. */
    public PlanFile(
            MigrationId migration,
            DatabaseAddress old,
            DatabaseAddress target,
            Optional<ControlStore> control,
            TableSelection tables,
            Plan.Settings settings) {
        this(migration, old, target, control, tables, settings, AlertSettings.DEFAULT);
    }

    /**
     * Reads a file.
     *
     * @param environment in which the variables that hold passwords are looked for
     * @throws PlanFileRefused if it is not there, is no YAML, or holds anything that can't be used
     */
    public static PlanFile read(Path file, Map<String, String> environment) {
        return PlanFileReader.read(file, environment);
    }

    /** The file's text, with comments; reading it gives back an equal plan file. */
    public String write(PlanComments comments) {
        return new PlanFileWriter(this, comments).write();
    }

    /**
     * Where the migration is kept: what the file says, else below the directory of the file.
     *
     * @param file from which this was read
     */
    public ControlStore controlStore(Path file) {
        Path directory = directoryOf(file);
        return switch (control.orElse(new ControlStore.Embedded(ownDirectory()))) {
            case ControlStore.Embedded embedded -> new ControlStore.Embedded(directory.resolve(embedded.directory()));
            case ControlStore.Server server -> server;
        };
    }

    /**
     * Where the files of the audit are: in the control directory, or in the one that it would have.
     *
     * @param file from which this was read
     */
    public AuditPlaces auditPlaces(Path file) {
        Path control = switch (controlStore(file)) {
            case ControlStore.Embedded embedded -> embedded.directory();
            case ControlStore.Server server -> directoryOf(file).resolve(ownDirectory());
        };
        return AuditPlaces.of(audit, directoryOf(file), control);
    }

    /**
     * Where values are stored that leave the database, if the file says it.
     *
     * @param file from which this was read
     * @param environment that holds the secrets
     */
    public Optional<LargeObjectStore> objectStore(Path file, Map<String, String> environment) {
        return objects.map(o -> o.open(directoryOf(file), environment));
    }

    private Path ownDirectory() {
        return Path.of(".theseus", migration.value());
    }

    private static Path directoryOf(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
    }
}
