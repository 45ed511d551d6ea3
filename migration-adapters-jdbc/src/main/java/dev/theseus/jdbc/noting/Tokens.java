package dev.theseus.jdbc.noting;

import java.util.ArrayList;
import java.util.List;

/** Cuts a statement into tokens as PostgreSQL does; comments and blanks are left out. */
final class Tokens {

    private final String sql;
    private final List<Token> found = new ArrayList<>();
    private int at;
    private int depth;

    private Tokens(String sql) {
        this.sql = sql;
    }

    static List<Token> of(String sql) {
        Tokens tokens = new Tokens(sql);
        while (tokens.at < sql.length()) {
            tokens.next();
        }
        return tokens.found;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (sql.startsWith("--", at)) {
            at = orEnd(sql.indexOf('\n', at));
        } else if (sql.startsWith("/*", at)) {
            skipComment();
        } else if (c == '"') {
            add(Token.Kind.QUOTED, closing('"', Escape.DOUBLED));
        } else if (c == '\'') {
            add(Token.Kind.LITERAL, closing('\'', isEscapeString() ? Escape.BACKSLASH : Escape.DOUBLED));
        } else if (c == '$' && dollarTag() != null) {
            add(Token.Kind.LITERAL, dollarEnd());
        } else if (isWordPart(c)) {
            word();
        } else {
            sign(c);
        }
    }

    private enum Escape {
        DOUBLED,
        BACKSLASH
    }

    /** Comments nest. */
    private void skipComment() {
        int open = 0;
        do {
            if (sql.startsWith("/*", at)) {
                open++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                open--;
                at += 2;
            } else {
                at++;
            }
        } while (open > 0 && at < sql.length());
    }

    /** E'…', where the letter was taken for a word. */
    private boolean isEscapeString() {
        if (found.isEmpty()) {
            return false;
        }
        Token before = found.getLast();
        return before.is("e") && before.end() == at;
    }

    private int closing(char quote, Escape escape) {
        int end = at + 1;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            if (c == '\\' && escape == Escape.BACKSLASH) {
                end += 2;
            } else if (c != quote) {
                end++;
            } else if (end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
                end += 2;
            } else {
                return end + 1;
            }
        }
        return sql.length();
    }

    private @org.jspecify.annotations.Nullable String dollarTag() {
        int end = at + 1;
        while (end < sql.length() && isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        boolean isNumbered = end > at + 1 && Character.isDigit(sql.charAt(at + 1));
        return end < sql.length() && sql.charAt(end) == '$' && !isNumbered ? sql.substring(at, end + 1) : null;
    }

    private int dollarEnd() {
        String tag = java.util.Objects.requireNonNull(dollarTag());
        int end = sql.indexOf(tag, at + tag.length());
        return end < 0 ? sql.length() : end + tag.length();
    }

    private void word() {
        int end = at;
        while (end < sql.length() && isWordPart(sql.charAt(end))) {
            end++;
        }
        add(Character.isDigit(sql.charAt(at)) ? Token.Kind.LITERAL : Token.Kind.WORD, end);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || Character.isSurrogate(c);
    }

    private void sign(char c) {
        if (c == ')' || c == ']') {
            depth--;
        }
        add(Token.Kind.SIGN, at + 1);
        if (c == '(' || c == '[') {
            depth++;
        }
    }

    private void add(Token.Kind kind, int end) {
        int until = Math.min(end, sql.length());
        found.add(new Token(kind, sql.substring(at, until), at, depth));
        at = until;
    }

    private int orEnd(int position) {
        return position < 0 ? sql.length() : position;
    }
}
