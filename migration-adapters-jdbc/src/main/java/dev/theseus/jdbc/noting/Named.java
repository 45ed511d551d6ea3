package dev.theseus.jdbc.noting;

import java.util.Optional;

/**
 * A table as a statement names it.
 *
 * @param schema empty where the session's search path decides
 * @param name as the catalogue spells it
 */
record Named(Optional<String> schema, String name) {}
