package dev.theseus.jdbc.apply;

/** The form in which COPY writes rows. */
enum CopyFormat {
    TEXT("(FORMAT text)"),
    BINARY("(FORMAT binary)");

    private final String clause;

    CopyFormat(String clause) {
        this.clause = clause;
    }

    String clause() {
        return clause;
    }
}
