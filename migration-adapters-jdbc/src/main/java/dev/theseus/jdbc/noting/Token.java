package dev.theseus.jdbc.noting;

import java.util.Locale;

/**
 * A word, name, literal or sign of a statement.
 *
 * @param kind what it is
 * @param text as it stands in the statement
 * @param start its offset
 * @param depth of the brackets around it; a bracket itself has the depth of what is outside
 */
record Token(Kind kind, String text, int start, int depth) {

    enum Kind {
        /** A keyword or a name without quotes. */
        WORD,
        /** A name in double quotes. */
        QUOTED,
        /** A string or a number. */
        LITERAL,
        /** Anything else, one character. */
        SIGN
    }

    int end() {
        return start + text.length();
    }

    boolean is(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    boolean isSign(char sign) {
        return kind == Kind.SIGN && text.charAt(0) == sign;
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** The name as the catalogue spells it. */
    String name() {
        return kind == Kind.QUOTED
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                : text.toLowerCase(Locale.ROOT);
    }
}
