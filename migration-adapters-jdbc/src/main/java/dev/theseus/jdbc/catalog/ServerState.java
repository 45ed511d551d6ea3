package dev.theseus.jdbc.catalog;

import java.util.Optional;

/**
 * What a server shows of itself.
 *
 * @param role the role that logged in
 * @param inRecovery whether it is a standby
 * @param mayCreateSchema whether the schema of Theseus can be created, or is there and can be used
 * @param mayCreateTemporary whether temporary tables can be created
 * @param mayDisarmTriggers whether the role may set session_replication_role
 * @param freeSessions how many more the role could open now
 * @param dataDirectory where it keeps its files, if it tells and runs on this machine
 */
record ServerState(
        String role,
        boolean inRecovery,
        boolean mayCreateSchema,
        boolean mayCreateTemporary,
        boolean mayDisarmTriggers,
        long freeSessions,
        Optional<String> dataDirectory) {}
