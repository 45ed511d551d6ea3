package dev.theseus.jdbc.noting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a command that changes rows: which table, by what name, which columns, what it gives back. */
final class WriteReader {

    /** Words after a table's name that are no alias of it. */
    private static final Set<String> NO_ALIAS = Set.of("set", "using", "where", "returning");

    private static final Set<String> END_OF_SET = Set.of("from", "where", "returning", "when");

    private final List<Token> tokens;
    private final int depth;
    private int at;

    private WriteReader(List<Token> tokens) {
        this.tokens = tokens;
        this.depth = tokens.getFirst().depth();
    }

    /**
     * @param tokens of this command alone, the first says which it is
     * @return empty if it is another command, or none that is understood
     */
    static Optional<Write> read(List<Token> tokens) {
        if (tokens.isEmpty() || tokens.getFirst().kind() != Token.Kind.WORD) {
            return Optional.empty();
        }
        return switch (tokens.getFirst().name()) {
            case "insert" -> new WriteReader(tokens).write(Write.Verb.INSERT);
            case "update" -> new WriteReader(tokens).write(Write.Verb.UPDATE);
            case "delete" -> new WriteReader(tokens).write(Write.Verb.DELETE);
            case "merge" -> new WriteReader(tokens).write(merge(tokens));
            default -> Optional.empty();
        };
    }

    private static Write.Verb merge(List<Token> tokens) {
        int depth = tokens.getFirst().depth();
        boolean removes = tokens.stream().anyMatch(t -> t.is("delete") && t.depth() == depth);
        return removes ? Write.Verb.MERGE_REMOVING : Write.Verb.MERGE;
    }

    private Optional<Write> write(Write.Verb verb) {
        at = 1;
        skip("into");
        skip("from");
        skip("only");
        boolean inBrackets = skipSign('(');
        if (at >= tokens.size() || !tokens.get(at).isName()) {
            return Optional.empty();
        }
        Named table = name(tokens, at);
        at += table.schema().isPresent() ? 3 : 1;
        String qualifier = tokens.get(at - 1).text();
        if (inBrackets) {
            skipSign(')');
        }
        skipSign('*');
        qualifier = alias(verb).orElse(qualifier);
        return Optional.of(new Write(
                verb,
                new Write.Target(table, qualifier),
                new Write.Place(tokens.getFirst().start(), tokens.getLast().end()),
                returning(),
                assigned()));
    }

    /** The name that begins at a token; the part before a schema, a catalogue, is not allowed by the server. */
    static Named name(List<Token> tokens, int at) {
        boolean qualified = at + 2 < tokens.size()
                && tokens.get(at + 1).isSign('.')
                && tokens.get(at + 2).isName();
        return qualified
                ? new Named(
                        Optional.of(tokens.get(at).name()), tokens.get(at + 2).name())
                : new Named(Optional.empty(), tokens.get(at).name());
    }

    private Optional<String> alias(Write.Verb verb) {
        boolean announced = skip("as");
        if (at >= tokens.size() || !tokens.get(at).isName()) {
            return Optional.empty();
        }
        boolean isAlias = announced
                || (verb != Write.Verb.INSERT
                        && !NO_ALIAS.contains(tokens.get(at).name()));
        return isAlias ? Optional.of(tokens.get(at).text()) : Optional.empty();
    }

    private boolean skip(String word) {
        boolean there = at < tokens.size() && tokens.get(at).is(word);
        at += there ? 1 : 0;
        return there;
    }

    private boolean skipSign(char sign) {
        boolean there = at < tokens.size() && tokens.get(at).isSign(sign);
        at += there ? 1 : 0;
        return there;
    }

    private Optional<Write.Returning> returning() {
        for (int i = tokens.size() - 1; i >= at; i--) {
            if (tokens.get(i).is("returning") && tokens.get(i).depth() == depth) {
                return Optional.of(
                        new Write.Returning(tokens.get(i).end(), columns(tokens.subList(i + 1, tokens.size()))));
            }
        }
        return Optional.empty();
    }

    /** Plain names between commas, or nothing. */
    private static List<String> columns(List<Token> list) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            boolean isPlace = i % 2 == 0;
            if (isPlace ? !list.get(i).isName() : !list.get(i).isSign(',')) {
                return List.of();
            }
            if (isPlace) {
                names.add(list.get(i).text());
            }
        }
        return names;
    }

    private Set<String> assigned() {
        Set<String> columns = new HashSet<>();
        for (int i = at; i < tokens.size(); i++) {
            if (tokens.get(i).is("set") && tokens.get(i).depth() == depth) {
                assigned(i + 1, columns);
            }
        }
        return columns;
    }

    private void assigned(int from, Set<String> columns) {
        boolean isTarget = true;
        for (int i = from; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.depth() == depth
                    && token.kind() == Token.Kind.WORD
                    && END_OF_SET.contains(token.name())
                    && !isTarget) {
                return;
            }
            if (token.depth() == depth && token.isSign('=')) {
                isTarget = false;
            } else if (token.depth() == depth && token.isSign(',')) {
                isTarget = true;
            } else if (isTarget && token.isName()) {
                columns.add(token.name());
            }
        }
    }
}
