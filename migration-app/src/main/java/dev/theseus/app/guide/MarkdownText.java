package dev.theseus.app.guide;

import dev.theseus.app.guide.Block.Cell;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a guide as Markdown. */
final class MarkdownText {

    private MarkdownText() {}

    static String of(List<Block> blocks) {
        return blocks.stream().map(MarkdownText::block).collect(Collectors.joining("\n\n")) + "\n";
    }

    private static String block(Block block) {
        return switch (block) {
            case Block.Heading heading -> "#".repeat(heading.level()) + " " + escaped(heading.text());
            case Block.Paragraph paragraph -> escaped(paragraph.text());
            case Block.Items items ->
                items.items().stream().map(i -> "- " + escaped(i)).collect(Collectors.joining("\n"));
            case Block.Grid grid ->
                row(grid.head().stream().map(MarkdownText::escaped).toList()) + "\n"
                        + row(grid.head().stream().map(h -> "---").toList()) + "\n"
                        + grid.rows().stream()
                                .map(cells -> row(
                                        cells.stream().map(MarkdownText::cell).toList()))
                                .collect(Collectors.joining("\n"));
            case Block.Statement statement -> fenced(statement.sql());
        };
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String cell(Cell cell) {
        if (cell.text().isEmpty()) {
            return "";
        }
        return cell.code() ? code(cell.text()) : escaped(cell.text());
    }

    /** Between more backticks than it holds; a bar would end the cell. */
    private static String code(String text) {
        String line = text.replaceAll("\\s*[\\r\\n]+\\s*", " ").replace("|", "\\|");
        String ticks = "`".repeat(longest(line) + 1);
        boolean pad = line.startsWith("`") || line.endsWith("`");
        return ticks + (pad ? " " + line + " " : line) + ticks;
    }

    private static int longest(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static String fenced(String sql) {
        String fence = "`".repeat(Math.max(3, longest(sql) + 1));
        return fence + "sql\n" + sql + "\n" + fence;
    }

    private static String escaped(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").replaceAll("([\\\\`*_{}\\[\\]<>#|&])", "\\\\$1");
    }
}
