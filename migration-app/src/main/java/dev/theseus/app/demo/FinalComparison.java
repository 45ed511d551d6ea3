package dev.theseus.app.demo;

import java.nio.file.Path;
import java.util.List;

/** Compares both databases at rest, row by row. Shares no code with the verification that the migration relies on. */
@FunctionalInterface
public interface FinalComparison {

    /** Compares all tables of the plan. */
    List<ComparedTable> compare(Path planFile) throws InterruptedException;

    /**
     * @param table in the old database
     * @param rowsOld read there
     * @param rowsNew read in the new one
     * @param differences rows that are on one side only, or not the same
     * @param example where the first difference is, without values; empty if there is none
     */
    record ComparedTable(String table, long rowsOld, long rowsNew, long differences, String example) {}
}
