package dev.theseus.jdbc.noting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a MERGE as Hibernate writes it: {@code MERGE INTO t USING (…) AS s ON (t.a = s.b AND …) WHEN NOT MATCHED THEN
 * INSERT (a, …) VALUES (s.b, …) …}. Any other form is not understood, and that is said.
 */
final class MergeReader {

    private static final int TOKENS_OF_AN_EQUATION = 7;

    private final List<Token> tokens;
    private final Write write;
    private final CapturedTable table;
    private final Map<String, String> sourceOf = new HashMap<>();

    private MergeReader(List<Token> tokens, Write write, CapturedTable table) {
        this.tokens = tokens;
        this.write = write;
        this.table = table;
    }

    static Optional<Merge> read(String sql, Write write, CapturedTable table) {
        List<Token> tokens = Tokens.of(sql).stream()
                .filter(t -> t.start() >= write.start() && t.end() <= write.end())
                .toList();
        return table.isMovedBy(write.assigned()) ? Optional.empty() : new MergeReader(tokens, write, table).read();
    }

    private Optional<Merge> read() {
        int using = next(0, "using");
        int close = closing(using + 1);
        int on = next(close, "on");
        if (on >= tokens.size() || on == close + 1 || !tokens.get(on - 1).isName()) {
            return Optional.empty();
        }
        String alias = tokens.get(on - 1).text();
        if (!equations(condition(on + 1), alias)
                || !sourceOf.keySet().containsAll(table.names())
                || !insertsSame(alias)) {
            return Optional.empty();
        }
        return Optional.of(new Merge(
                tokens.get(using + 1).start(),
                tokens.get(close).end(),
                alias,
                table.names().stream().map(c -> sourceOf.getOrDefault(c, c)).toList()));
    }

    private int next(int from, String word) {
        int at = from;
        while (at < tokens.size() && !(tokens.get(at).is(word) && tokens.get(at).depth() == 0)) {
            at++;
        }
        return at;
    }

    /** Of the bracket at this place; beyond the end if there is none. */
    private int closing(int open) {
        if (open >= tokens.size() || !tokens.get(open).isSign('(')) {
            return tokens.size();
        }
        int at = open + 1;
        while (at < tokens.size()
                && !(tokens.get(at).isSign(')') && tokens.get(at).depth() == 0)) {
            at++;
        }
        return at;
    }

    private List<Token> condition(int from) {
        int close = closing(from);
        boolean isInBrackets =
                close + 1 < tokens.size() && tokens.get(close + 1).is("when");
        return isInBrackets ? tokens.subList(from + 1, close) : tokens.subList(from, next(from, "when"));
    }

    private boolean equations(List<Token> condition, String alias) {
        for (int at = 0; at < condition.size(); at += TOKENS_OF_AN_EQUATION + 1) {
            int end = at + TOKENS_OF_AN_EQUATION;
            boolean isLast = end == condition.size();
            if (end > condition.size() || !(isLast || condition.get(end).is("and"))) {
                return false;
            }
            if (!equation(condition.subList(at, end), alias)) {
                return false;
            }
        }
        return true;
    }

    /** {@code t.a = s.b}. */
    private boolean equation(List<Token> tokensOf, String alias) {
        boolean isEquation = isColumn(tokensOf.subList(0, 3), write.qualifier())
                && tokensOf.get(3).isSign('=')
                && isColumn(tokensOf.subList(4, TOKENS_OF_AN_EQUATION), alias);
        if (isEquation) {
            sourceOf.put(tokensOf.get(2).name(), tokensOf.get(6).text());
        }
        return isEquation;
    }

    private static boolean isColumn(List<Token> three, String qualifier) {
        return three.size() == 3
                && three.get(0).text().equals(qualifier)
                && three.get(1).isSign('.')
                && three.get(2).isName();
    }

    /** Whether rows that it inserts have the key by which they were looked for. */
    private boolean insertsSame(String alias) {
        int insert = next(0, "insert");
        if (insert >= tokens.size()) {
            return true;
        }
        int columnsEnd = closing(insert + 1);
        int values = next(insert, "values");
        int valuesEnd = closing(values + 1);
        if (columnsEnd > values || valuesEnd >= tokens.size() || next(insert + 1, "insert") < tokens.size()) {
            return false;
        }
        List<List<Token>> columns = items(tokens.subList(insert + 2, columnsEnd));
        List<List<Token>> given = items(tokens.subList(values + 2, valuesEnd));
        Map<String, String> inserted = new HashMap<>();
        for (int i = 0; i < Math.min(columns.size(), given.size()); i++) {
            if (isColumn(given.get(i), alias)) {
                inserted.put(
                        columns.get(i).getFirst().name(), given.get(i).get(2).text());
            }
        }
        return table.names().stream().allMatch(c -> java.util.Objects.equals(sourceOf.get(c), inserted.get(c)));
    }

    private static List<List<Token>> items(List<Token> list) {
        List<List<Token>> items = new ArrayList<>();
        items.add(new ArrayList<>());
        for (Token token : list) {
            if (token.isSign(',') && token.depth() == list.getFirst().depth()) {
                items.add(new ArrayList<>());
            } else {
                items.getLast().add(token);
            }
        }
        return items;
    }
}
