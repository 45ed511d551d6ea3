package dev.theseus.jdbc.mariadb;

/** Text as a value of COPY's text form. */
final class CopyText {

    private CopyText() {}

    static String of(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
