package dev.theseus.app.plan;

/** The lines of a plan file, with comments in a column of their own. */
final class PlanLines {

    private static final int COMMENT_COLUMN = 38;

    private final StringBuilder text = new StringBuilder();

    void add(String line) {
        text.append(line).append('\n');
    }

    void add(String line, String comment) {
        add(line + " ".repeat(Math.max(1, COMMENT_COLUMN - line.length())) + "# " + comment);
    }

    String text() {
        return text.toString();
    }
}
