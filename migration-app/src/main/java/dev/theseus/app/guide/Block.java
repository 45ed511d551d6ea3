package dev.theseus.app.guide;

import java.util.List;

/** A part of a guide, before it is written in one form or another. Texts are as they are meant, not yet escaped. */
sealed interface Block {

    /** @param level 1 for the guide's title */
    record Heading(int level, String text) implements Block {}

    record Paragraph(String text) implements Block {}

    record Items(List<String> items) implements Block {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** @param rows each with as many cells as the head */
    record Grid(List<String> head, List<List<Cell>> rows) implements Block {
        public Grid {
            head = List.copyOf(head);
            rows = List.copyOf(rows);
        }
    }

    /** @param code whether it is shown as code: a name, a type, an expression or a value */
    record Cell(String text, boolean code) {
        static Cell code(String text) {
            return new Cell(text, true);
        }

        static Cell plain(String text) {
            return new Cell(text, false);
        }
    }

    record Statement(String sql) implements Block {}
}
