package dev.theseus.jdbc.noting;

import java.util.List;

/**
 * One command of a statement, which may hold several, divided by semicolons.
 *
 * @param start offset of its first character
 * @param end offset after its last one, without the semicolon
 * @param nested writes inside its WITH
 * @param head what stands before its body
 * @param body what it does in the end
 */
record Command(int start, int end, List<Nested> nested, Head head, Body body) {

    Command {
        nested = List.copyOf(nested);
    }

    /** @param name of the common table, as it stands there */
    record Nested(String name, Write write) {}

    /** What stands before the body. */
    sealed interface Head {

        record Nothing() implements Head {}

        /** @param end offset after the last common table */
        record CommonTables(int end) implements Head {}
    }

    /** What a command does in the end. */
    sealed interface Body {

        record Changes(Write write) implements Body {}

        /** @param spread whether it reaches tables that it does not name */
        record Truncates(List<Named> tables, Spread spread) implements Body {
            public Truncates {
                tables = List.copyOf(tables);
            }
        }

        /** Runs code in the server that may change anything. */
        record RunsCode() implements Body {}

        /** Calls a routine in the way of JDBC, to which nothing can be added. */
        record Calls() implements Body {}

        /** Changes no rows, or is not known to. */
        record Reads() implements Body {}
    }

    enum Spread {
        NAMED_ONLY,
        CASCADE
    }
}
