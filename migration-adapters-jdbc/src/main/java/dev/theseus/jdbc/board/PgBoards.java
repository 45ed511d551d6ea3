package dev.theseus.jdbc.board;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.jdbc.capture.LogFloor;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.util.function.Supplier;

/** Makes the routing board and the nodes' reports in PostgreSQL databases: the same in the old one and the new one. */
public final class PgBoards {

    private PgBoards() {}

    /** What the board keeps; the same on both sides, since nodes look at the one that has authority. */
    @SuppressWarnings("unused") // every package of adapters has this form
    public static String ddl(Side side) {
        return BoardTables.DDL;
    }

    /**
     * The board of one database. Where the bookkeeping does not stand, it finds {@code NONE} and publishes nothing. It
     * needs no session state, so that it works behind a pooler which gives each transaction another session.
     */
    public static RoutingBoard board(PgDatabase database) {
        return new PgRoutingBoard(new BoardTables(database), new LogFloor());
    }

    /** The boards of both databases, for who publishes: what is decided is left on both. */
    public static RoutingBoard board(PgDatabase old, PgDatabase target) {
        return new BothBoards(board(old), board(target));
    }

    /** The nodes' reports in one database. Where the bookkeeping does not stand, nothing is kept and nothing found. */
    public static NodeReports reports(PgDatabase database) {
        return new PgNodeReports(new BoardTables(database));
    }

    /** The nodes' reports in both databases, for who reads them. */
    public static NodeReports reports(PgDatabase old, PgDatabase target) {
        return reports(old, target, () -> Side.OLD);
    }

    /**
     * The nodes' reports in both databases.
     *
     * @param first where to leave word as long as it answers: the side that has authority
     */
    public static NodeReports reports(PgDatabase old, PgDatabase target, Supplier<Side> first) {
        return new BothReports(reports(old), reports(target), first);
    }
}
