package dev.theseus.domain.inspection;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a column of one type can be carried into one of another. Rows travel and are compared in text form, so a type
 * fits if it holds every value of the other and prints it in the same way. A {@code real} carried into a {@code double
 * precision}, for example, prints the same at first and differs after the first calculation: it does not fit.
 */
public enum TypeFit {
    SAME,
    /** Holds all values of the other and prints them alike. */
    WIDER,
    /** A type of the same name in another schema, which is taken to mean the same. */
    SAME_NAME_ELSEWHERE,
    DIFFERENT;

    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final Pattern VARCHAR = Pattern.compile("character varying(?:\\((\\d+)\\))?");
    private static final Pattern NUMERIC = Pattern.compile("numeric(?:\\((\\d+),(-?\\d+)\\))?");
    private static final Pattern TIME = Pattern.compile("(timestamp|time)(?:\\((\\d)\\))? (with|without) time zone");
    private static final Pattern QUALIFIED = Pattern.compile("(?:\"(?:[^\"]|\"\")+\"|[^\".]+)\\.(.+)");

    /**
     * @param from as the catalogue of old prints it, with its modifiers
     * @param to as the catalogue of new prints it
     */
    public static TypeFit of(String from, String to) {
        if (from.equals(to)) {
            return SAME;
        }
        if (isWiderInteger(from, to) || isWiderText(from, to) || isWiderNumeric(from, to) || isWiderTime(from, to)) {
            return WIDER;
        }
        return isSameNameElsewhere(from, to) ? SAME_NAME_ELSEWHERE : DIFFERENT;
    }

    private static boolean isWiderInteger(String from, String to) {
        int narrow = INTEGERS.indexOf(from);
        return narrow >= 0 && narrow < INTEGERS.indexOf(to);
    }

    private static boolean isWiderText(String from, String to) {
        Matcher narrow = VARCHAR.matcher(from);
        if (!narrow.matches()) {
            return from.equals("text") && to.equals("character varying");
        }
        if (to.equals("text")) {
            return true;
        }
        Matcher wide = VARCHAR.matcher(to);
        return wide.matches() && isAtMost(number(narrow, 1), number(wide, 1));
    }

    /** A greater scale would print more digits, so only the precision may grow; without one all digits are kept. */
    private static boolean isWiderNumeric(String from, String to) {
        Matcher narrow = NUMERIC.matcher(from);
        Matcher wide = NUMERIC.matcher(to);
        if (!narrow.matches() || !wide.matches()) {
            return false;
        }
        return number(wide, 1).isEmpty()
                || (isAtMost(number(narrow, 1), number(wide, 1))
                        && number(narrow, 2).equals(number(wide, 2)));
    }

    private static boolean isWiderTime(String from, String to) {
        Matcher narrow = TIME.matcher(from);
        Matcher wide = TIME.matcher(to);
        return narrow.matches()
                && wide.matches()
                && narrow.group(1).equals(wide.group(1))
                && narrow.group(3).equals(wide.group(3))
                && isAtMost(number(narrow, 2), number(wide, 2));
    }

    private static boolean isSameNameElsewhere(String from, String to) {
        Matcher one = QUALIFIED.matcher(from);
        Matcher other = QUALIFIED.matcher(to);
        return one.matches() && other.matches() && one.group(1).equals(other.group(1));
    }

    /** No number means without limit. */
    private static boolean isAtMost(OptionalInt narrow, OptionalInt wide) {
        return wide.isEmpty() || (narrow.isPresent() && narrow.getAsInt() <= wide.getAsInt());
    }

    private static OptionalInt number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }
}
