package dev.theseus.jdbc.capture;

import java.util.Optional;

/**
 * Why a table is captured: its own rows travel, or its rows complete those of another table. It says under which names
 * triggers and functions stand, so that several table plans can share a table.
 *
 * @param number of the table plan
 * @param join which of the tables that are joined, from 0; empty for the table whose rows travel
 */
record CaptureRole(int number, Optional<Integer> join) {

    static CaptureRole driving(int number) {
        return new CaptureRole(number, Optional.empty());
    }

    static CaptureRole joined(int number, int join) {
        return new CaptureRole(number, Optional.of(join));
    }

    /** What the names of the functions begin with, within our schema. */
    String functions() {
        return join.map(j -> "joined_" + number + "_" + j + "_").orElse("capture_" + number + "_");
    }

    /** What the names of the triggers begin with. */
    String triggers() {
        return join.map(j -> "theseus_joined_" + number + "_" + j + "_").orElse("theseus_capture_");
    }

    /** The same where another table plan has taken those names. */
    String otherTriggers() {
        return "theseus_" + functions();
    }

    /** The table in which it is recorded what was installed. */
    String recordedIn() {
        return join.isPresent() ? "theseus.captured_join" : "theseus.captured_table";
    }

    /** The condition that row {@code r} of that table is about this role. */
    String isRecorded() {
        return "r.table_no = " + number + join.map(j -> " AND r.join_no = " + j).orElse("");
    }
}
