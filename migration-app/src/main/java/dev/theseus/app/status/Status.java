package dev.theseus.app.status;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.migration.NextGate;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.stream.StreamLag;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a migration stands.
 *
 * @param migration what its events say
 * @param next the gate before the next phase, and what it lacks
 * @param authority who accepts writes, once that is a question
 * @param copies how far copies are at this moment; empty if that is not known
 * @param log how much stands in the change log at this moment, if that is known
 * @param nodes that are up
 * @param criticalWrites that are in one database only
 * @param openDefinitions changes of tables that hold the migration until somebody answers
 * @param eventStream what is not published yet; empty if events are not published
 * @param unknown why there are no figures of this moment, empty if there are
 */
public record Status(
        MigrationStatus migration,
        Optional<NextGate> next,
        Optional<AuthorityStatus> authority,
        Map<TableName, CopyProgress> copies,
        Optional<Backlog> log,
        List<NodeBeat> nodes,
        List<OpenWrite> criticalWrites,
        List<DefinitionChange> openDefinitions,
        Optional<StreamLag> eventStream,
        Optional<String> unknown) {}
