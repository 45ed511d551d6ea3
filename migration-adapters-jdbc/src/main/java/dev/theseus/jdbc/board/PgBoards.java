package dev.theseus.jdbc.board;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.jdbc.capture.LogFloor;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes the routing board and the nodes' reports in a PostgreSQL database, the old one. */
public final class PgBoards {

    private PgBoards() {}

    /** What the board keeps; nothing in the new database. */
    public static String ddl(Side side) {
        return side == Side.OLD ? BoardTables.DDL : "";
    }

    /**
     * The board. Where the bookkeeping does not stand, it finds {@code NONE} and publishes nothing. It needs no session
     * state, so that it works behind a pooler which gives each transaction another session.
     */
    public static RoutingBoard board(PgDatabase old) {
        return new PgRoutingBoard(new BoardTables(old), new LogFloor());
    }

    /** The nodes' reports. Where the bookkeeping does not stand, nothing is kept and nothing found. */
    public static NodeReports reports(PgDatabase old) {
        return new PgNodeReports(new BoardTables(old));
    }
}
