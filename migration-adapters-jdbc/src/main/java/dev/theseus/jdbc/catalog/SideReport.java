package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Portability;
import java.util.List;
import java.util.Map;

/**
 * What one server shows of itself and of the tables in question.
 *
 * @param side whose server it is
 * @param server the server, database and role
 * @param relations the tables and their partitions
 * @param enumLabels of each column whose type is an enum, or an array of one
 * @param typesWithin what the values of columns are made of; looked at on old only
 * @param filled tables that hold rows; looked at on new only
 * @param hasBegun whether a run has put rows there; looked at on new only
 */
record SideReport(
        Side side,
        ServerState server,
        List<RelationState> relations,
        Map<EnumColumn, List<String>> enumLabels,
        List<TypeWithin> typesWithin,
        List<TableName> filled,
        boolean hasBegun) {

    /**
     * @param table the place of the table among those inspected, from 0
     * @param column its name
     */
    record EnumColumn(int table, String column) {}

    /**
     * A type of the server's own that values of a column are made of, directly or deep inside.
     *
     * @param table the place of the table among those inspected, from 0
     * @param column its name
     * @param type bare
     * @param portability of its values
     */
    record TypeWithin(int table, String column, String type, Portability portability) {}
}
