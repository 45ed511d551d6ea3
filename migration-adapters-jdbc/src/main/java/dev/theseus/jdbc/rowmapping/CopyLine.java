package dev.theseus.jdbc.rowmapping;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row in the text form of COPY: values between tabs, {@code \N} for NULL, some characters behind a backslash. */
final class CopyLine {

    private static final byte TAB = '\t';
    private static final byte NEWLINE = '\n';
    private static final byte BACKSLASH = '\\';

    /** What stands for a character that can't be encoded. */
    private static final byte REPLACEMENT = '?';

    private static final byte[] NULL = {BACKSLASH, 'N'};
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
        int escape = backslash(line, from, to);
        return escape == to
                ? new String(line, from, to - from, StandardCharsets.UTF_8)
                : unescaped(line, from, to, escape);
    }

    /** Where the first one is; the end if there is none. */
    private static int backslash(byte[] line, int from, int to) {
        int i = from;
        while (i < to && line[i] != BACKSLASH) {
            i++;
        }
        return i;
    }

    /** Copies what stands between backslashes at once: a bytea begins with one, and may be long. */
    private static String unescaped(byte[] line, int from, int to, int first) {
        byte[] plain = new byte[to - from];
        int length = 0;
        int copied = from;
        for (int escape = first; escape + 1 < to; escape = backslash(line, copied, to)) {
            System.arraycopy(line, copied, plain, length, escape - copied);
            length += escape - copied;
            int code = ESCAPED.indexOf(line[escape + 1]);
            plain[length++] = code < 0 ? line[escape + 1] : (byte) PLAIN.charAt(code);
            copied = escape + 2;
        }
        System.arraycopy(line, copied, plain, length, to - copied);
        return new String(plain, 0, length + to - copied, StandardCharsets.UTF_8);
    }

    /**
     * The row as a server takes it, with its newline.
     *
     * @throws IllegalArgumentException if a text holds half of a surrogate pair, which is no character
     */
    static byte[] of(List<? extends @Nullable String> values) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                line.write(TAB);
            }
            write(line, values.get(i));
        }
        line.write(NEWLINE);
        return line.toByteArray();
    }

    private static void write(ByteArrayOutputStream line, @Nullable String value) {
        if (value == null) {
            line.writeBytes(NULL);
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        boolean replaced = false;
        int written = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte each = bytes[i];
            replaced |= each == REPLACEMENT;
            int code = mayBeEscaped(each) ? PLAIN.indexOf(each) : -1;
            if (code >= 0) {
                line.write(bytes, written, i - written);
                line.write(BACKSLASH);
                line.write(ESCAPED.charAt(code));
                written = i + 1;
            }
        }
        line.write(bytes, written, bytes.length - written);
        if (replaced) {
            requireWholeCharacters(value);
        }
    }

    /** Nearly all are not, which is quickly told. */
    private static boolean mayBeEscaped(byte each) {
        return (each >= 0 && each < ' ') || each == BACKSLASH;
    }

    /** A question mark in the place of what is no character would be another value. */
    private static void requireWholeCharacters(String value) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException("a text holds half of a surrogate pair");
        }
    }
}
