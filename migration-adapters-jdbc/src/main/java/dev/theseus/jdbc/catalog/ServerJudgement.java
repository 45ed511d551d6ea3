package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** What a server's state means for a run. */
record ServerJudgement(Side side, ServerState server) {

    /** Sessions besides the workers: planning chunks, measuring load, following the log, a person who looks. */
    private static final int SESSIONS_BESIDES_WORKERS = 4;

    List<Finding> findings(Plan.Settings settings) {
        List<Finding> findings = new ArrayList<>();
        if (server.inRecovery()) {
            findings.add(Finding.stops(
                    Check.STANDBY,
                    side,
                    "is a standby, which can't be written to: "
                            + (side == Side.OLD ? "capture needs the primary. " : "")
                            + "Give the URL of the primary."));
        } else {
            privileges(findings);
        }
        sessions(settings, findings);
        return findings;
    }

    private void privileges(List<Finding> findings) {
        if (!server.mayCreateSchema()) {
            findings.add(Finding.stops(
                    Check.DATABASE_PRIVILEGE,
                    side,
                    "role " + server.role()
                            + " may not create the schema theseus, where Theseus keeps its tables. GRANT CREATE ON DATABASE … TO "
                            + server.role() + "."));
        }
        if (side == Side.NEW && !server.mayCreateTemporary()) {
            findings.add(Finding.stops(
                    Check.DATABASE_PRIVILEGE,
                    side,
                    "role " + server.role()
                            + " may not create temporary tables, through which changed rows are applied. GRANT TEMPORARY ON "
                            + "DATABASE … TO " + server.role() + "."));
        }
    }

    private void sessions(Plan.Settings settings, List<Finding> findings) {
        int needed = settings.backfill().parallelism()
                + settings.relay().workers()
                + settings.verification().parallelism()
                + SESSIONS_BESIDES_WORKERS;
        if (server.freeSessions() < needed) {
            findings.add(Finding.warns(
                    Check.SESSIONS,
                    side,
                    "has " + server.freeSessions() + " sessions free for role "
                            + server.role() + ", and a run wants up to " + needed
                            + ". Raise max_connections (or the limit of the "
                            + "role or database), or lower the plan's parallelism."));
        }
    }
}
