package dev.theseus.jdbc.rowmapping;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row in the text form of COPY: values between tabs, {@code \N} for NULL, some characters behind a backslash. */
final class CopyLine {

    private static final byte TAB = '\t';
    private static final byte NEWLINE = '\n';
    private static final byte BACKSLASH = '\\';
    private static final String PLAIN = "\b\f\n\r\t\u000b\\";
    private static final String ESCAPED = "bfnrtv\\";

    private CopyLine() {}

    /** The values of a row as a server sends it, with or without its newline. */
    static List<@Nullable String> values(byte[] line) {
        int end = line.length > 0 && line[line.length - 1] == NEWLINE ? line.length - 1 : line.length;
        List<@Nullable String> values = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= end; i++) {
            // the bytes of other characters are never those of a tab or a backslash
            if (i == end || line[i] == TAB) {
                values.add(value(line, from, i));
                from = i + 1;
            }
        }
        return values;
    }

    private static @Nullable String value(byte[] line, int from, int to) {
        if (to - from == 2 && line[from] == BACKSLASH && line[from + 1] == 'N') {
            return null;
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            if (line[i] == BACKSLASH && i + 1 < to) {
                i++;
                int code = ESCAPED.indexOf(line[i]);
                plain.write(code < 0 ? line[i] : PLAIN.charAt(code));
            } else {
                plain.write(line[i]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    /** The row as a server takes it, with its newline. */
    static byte[] of(List<? extends @Nullable String> values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                line.append('\t');
            }
            append(line, values.get(i));
        }
        return encoded(line.append('\n'));
    }

    /** Half of a surrogate pair is no character: a question mark in its place would be another value. */
    private static byte[] encoded(CharSequence line) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(line));
            byte[] copied = new byte[bytes.remaining()];
            bytes.get(copied);
            return copied;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text holds half of a surrogate pair", e);
        }
    }

    private static void append(StringBuilder line, @Nullable String value) {
        if (value == null) {
            line.append("\\N");
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            int code = PLAIN.indexOf(character);
            if (code < 0) {
                line.append(character);
            } else {
                line.append('\\').append(ESCAPED.charAt(code));
            }
        }
    }
}
