package dev.theseus.app.run;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.authority.Handover;
import dev.theseus.domain.backfill.Backfill;
import dev.theseus.domain.backfill.IndexBuilding;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.changelog.BroughtByRequests;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.RowsAnew;
import dev.theseus.domain.critical.CriticalNews;
import dev.theseus.domain.critical.CriticalRecovery;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.definition.Definitions;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.keymap.KeyMaps;
import dev.theseus.domain.lineage.RowOrigins;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.preparation.Preparation;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.domain.sequence.Sequences;
import dev.theseus.domain.verification.Verification;
import java.util.List;

/** The ports of one migration's data plane, composed by somebody who knows the databases behind them. */
public interface DataPlane extends AutoCloseable {

    Preparation preparation();

    ChangeCapture capture();

    /** Which old keys go with which new ones. */
    KeyMaps keyMaps();

    /** Has rows of old go to new once more. */
    RowsAnew rowsAnew();

    /** What the tables of both sides looked like when capture was installed. */
    Definitions definitions();

    /** Of the side that has authority. */
    ChangeLog changeLog();

    /** Rows of old that requests brought over, past the relay. */
    BroughtByRequests broughtByRequests();

    Backfill backfill();

    IndexBuilding indexes();

    /** Both ways: only the one from the side that has authority has anything to do. */
    Relay relay();

    /** Repairs the side that has no authority. */
    Verification verification();

    /** Brings those of the side that has no authority forward. */
    Sequences sequences();

    /** The fence of both databases, and capture on new. */
    Fencing fencing();

    /** Moves authority, in either direction. */
    Handover handover();

    /** Whether old could carry the service. */
    DatabaseHealth.Check oldHealth();

    /** Where decisions are left for the nodes. */
    RoutingBoard board();

    /**
     * Settles critical writes whose node died.
     *
     * @param news hears of those that are open
     */
    CriticalRecovery criticalWrites(CriticalNews news);

    /** Where the nodes leave word. */
    NodeReports nodes();

    /** Where rows of new come from. */
    RowOrigins origins();

    /** Whether a database answers at this moment. */
    boolean answers(Side side);

    /** The planned tables, referenced ones first. */
    List<TablePlan> order(Plan plan);

    /** Ends what is in hand and closes all sessions. */
    @Override
    void close();
}
