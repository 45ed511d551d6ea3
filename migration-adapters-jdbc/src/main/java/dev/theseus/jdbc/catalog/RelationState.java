package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.TableName;
import java.util.List;

/**
 * A table, or a partition of one, as one server shows it.
 *
 * @param table the place of the table among those inspected, from 0
 * @param name of the table or partition
 * @param root whether it is the table itself and not a partition
 * @param kind the catalogue's relkind
 * @param unlogged whether a crash empties it
 * @param hidesRows whether row security applies to the role
 * @param owned whether the role owns it, or is a member of the role that does
 * @param lacking privileges that the role needs and has not
 * @param armedTriggers of the user, those that fire in ordinary sessions
 * @param stubbornTriggers of the user, those that fire even where replication is set as the session's role
 * @param foreignKeys that it has, or that refer to it
 * @param bytes with its indexes and large values
 */
record RelationState(
        int table,
        TableName name,
        boolean root,
        String kind,
        boolean unlogged,
        boolean hidesRows,
        boolean owned,
        List<String> lacking,
        List<String> armedTriggers,
        List<String> stubbornTriggers,
        int foreignKeys,
        long bytes) {}
