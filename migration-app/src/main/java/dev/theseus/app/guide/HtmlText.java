package dev.theseus.app.guide;

import dev.theseus.app.guide.Block.Cell;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a guide as one HTML page that loads nothing. */
final class HtmlText {

    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>%s</title>
            <style>
            body { font: 16px/1.5 sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
            table { border-collapse: collapse; margin: 1em 0 }
            th, td { border: 1px solid #bbb; padding: .3em .6em; text-align: left; vertical-align: top }
            th, pre { background: #f3f3f3 }
            pre { padding: .8em; overflow-x: auto }
            code { font-family: monospace; white-space: pre-wrap }
            </style>
            </head>
            <body>
            """;

    private HtmlText() {}

    static String of(String title, List<Block> blocks) {
        return HEAD.formatted(escaped(title))
                + blocks.stream().map(HtmlText::block).collect(Collectors.joining("\n")) + "\n</body>\n</html>\n";
    }

    private static String block(Block block) {
        return switch (block) {
            case Block.Heading heading -> "<h%1$d>%2$s</h%1$d>".formatted(heading.level(), escaped(heading.text()));
            case Block.Paragraph paragraph -> "<p>" + escaped(paragraph.text()) + "</p>";
            case Block.Items items ->
                items.items().stream()
                        .map(i -> "<li>" + escaped(i) + "</li>")
                        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
            case Block.Grid grid ->
                "<table>\n<tr>"
                        + grid.head().stream()
                                .map(h -> "<th>" + escaped(h) + "</th>")
                                .collect(Collectors.joining())
                        + "</tr>\n"
                        + grid.rows().stream().map(HtmlText::row).collect(Collectors.joining("\n")) + "\n</table>";
            case Block.Statement statement -> "<pre><code>" + escaped(statement.sql()) + "</code></pre>";
        };
    }

    private static String row(List<Cell> cells) {
        return cells.stream()
                .map(c -> "<td>"
                        + (c.code() && !c.text().isEmpty()
                                ? "<code>" + escaped(c.text()) + "</code>"
                                : escaped(c.text()))
                        + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
