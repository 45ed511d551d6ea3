package dev.theseus.app.log;

/** In which form log lines are written. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For programs: an object on each line. */
    JSON
}
