package dev.theseus.jdbc.noting;

import dev.theseus.jdbc.noting.Command.Body;
import dev.theseus.jdbc.noting.Command.Head;
import dev.theseus.jdbc.noting.Command.Nested;
import dev.theseus.jdbc.noting.Command.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what the commands of a statement do, as far as it must be known to note what they change. */
final class CommandReader {

    private static final Set<String> VERBS = Set.of("select", "insert", "update", "delete", "merge", "values", "table");

    private CommandReader() {}

    static List<Command> read(String sql) {
        List<Command> commands = new ArrayList<>();
        List<Token> tokens = Tokens.of(sql);
        int from = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || tokens.get(i).isSign(';')) {
                if (i > from) {
                    commands.add(command(tokens.subList(from, i)));
                }
                from = i + 1;
            }
        }
        return commands;
    }

    private static Command command(List<Token> tokens) {
        int start = tokens.getFirst().start();
        int end = tokens.getLast().end();
        if (!tokens.getFirst().is("with")) {
            return new Command(start, end, List.of(), new Head.Nothing(), body(tokens));
        }
        List<Nested> nested = new ArrayList<>();
        int at = 1;
        int headEnd = start;
        do {
            int open = next(tokens, at, "as");
            String name =
                    tokens.get(tokens.get(at).is("recursive") ? at + 1 : at).text();
            while (open < tokens.size() && !tokens.get(open).isSign('(')) {
                open++;
            }
            int close = closing(tokens, open);
            if (close >= tokens.size()) {
                return new Command(start, end, List.of(), new Head.Nothing(), new Body.Reads());
            }
            WriteReader.read(tokens.subList(open + 1, close)).ifPresent(write -> nested.add(new Nested(name, write)));
            headEnd = tokens.get(close).end();
            at = close + 1;
        } while (at < tokens.size() && tokens.get(at++).isSign(','));
        List<Token> rest = fromVerb(tokens.subList(Math.min(at - 1, tokens.size()), tokens.size()));
        return new Command(start, end, nested, new Head.CommonTables(headEnd), body(rest));
    }

    private static int next(List<Token> tokens, int from, String word) {
        int depth = tokens.getFirst().depth();
        int at = from;
        while (at < tokens.size() && !(tokens.get(at).is(word) && tokens.get(at).depth() == depth)) {
            at++;
        }
        return at;
    }

    private static int closing(List<Token> tokens, int open) {
        int at = open + 1;
        while (at < tokens.size()
                && !(tokens.get(at).isSign(')')
                        && tokens.get(at).depth() == tokens.get(open).depth())) {
            at++;
        }
        return at;
    }

    /** After the last common table SEARCH and CYCLE may stand. */
    private static List<Token> fromVerb(List<Token> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Token.Kind.WORD
                    && VERBS.contains(tokens.get(i).name())) {
                return tokens.subList(i, tokens.size());
            }
        }
        return List.of();
    }

    private static Body body(List<Token> tokens) {
        if (!tokens.isEmpty() && tokens.getFirst().isSign('{')) {
            return new Body.Calls();
        }
        if (!tokens.isEmpty() && tokens.getFirst().is("truncate")) {
            return truncation(tokens);
        }
        if (!tokens.isEmpty()
                && (tokens.getFirst().is("call")
                        || tokens.getFirst().is("do")
                        || tokens.getFirst().is("execute"))) {
            return new Body.RunsCode();
        }
        return WriteReader.read(tokens).<Body>map(Body.Changes::new).orElseGet(Body.Reads::new);
    }

    private static Body truncation(List<Token> tokens) {
        List<Named> tables = new ArrayList<>();
        boolean isPlace = true;
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("cascade") && !isPlace) {
                return new Body.Truncates(tables, Spread.CASCADE);
            }
            if (token.isSign(',')) {
                isPlace = true;
            } else if (isPlace && token.isName() && !token.is("only") && !isWordTable(tokens, i)) {
                Named table = WriteReader.name(tokens, i);
                tables.add(table);
                i += table.schema().isPresent() ? 2 : 0;
                isPlace = false;
            }
        }
        return new Body.Truncates(tables, Spread.NAMED_ONLY);
    }

    private static boolean isWordTable(List<Token> tokens, int at) {
        return at == 1 && tokens.get(at).is("table") && tokens.size() > 2;
    }
}
