package dev.theseus.jdbc.rowmapping;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * Dates and times as a server prints them in style ISO: the years before the first are counted from 1 and marked BC,
 * and years may have more than four digits. Infinity is no date of Java's.
 */
final class TimeText {

    private static final String BEFORE_CHRIST = " BC";
    private static final int LAST_OF_FOUR_DIGITS = 9_999;

    private TimeText() {}

    static LocalDate date(String text) {
        boolean before = text.endsWith(BEFORE_CHRIST);
        String date = before ? text.substring(0, text.length() - BEFORE_CHRIST.length()) : text;
        String[] parts = date.split("-", 3);
        if (parts.length < 3) {
            throw new DateTimeParseException("not a date that Java has", "", 0);
        }
        int year = Integer.parseInt(parts[0]);
        return LocalDate.of(before ? 1 - year : year, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    static String of(LocalDate date) {
        int year = date.getYear();
        if (year > 0 && year <= LAST_OF_FOUR_DIGITS) {
            return date.toString();
        }
        String text = String.format(
                Locale.ROOT, "%04d-%02d-%02d", year > 0 ? year : 1 - year, date.getMonthValue(), date.getDayOfMonth());
        return year > 0 ? text : text + BEFORE_CHRIST;
    }

    static LocalDateTime dateTime(String text) {
        boolean before = text.endsWith(BEFORE_CHRIST);
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new DateTimeParseException("not a time that Java has", "", 0);
        }
        String time =
                before ? text.substring(space + 1, text.length() - BEFORE_CHRIST.length()) : text.substring(space + 1);
        LocalDate date = date(text.substring(0, space) + (before ? BEFORE_CHRIST : ""));
        return date.atTime(LocalTime.parse(time));
    }

    static String of(LocalDateTime time) {
        String date = of(time.toLocalDate());
        return date.endsWith(BEFORE_CHRIST)
                ? date.substring(0, date.length() - BEFORE_CHRIST.length()) + " " + time.toLocalTime() + BEFORE_CHRIST
                : date + " " + time.toLocalTime();
    }

    /** Sessions of Theseus are in UTC, so the offset is that. */
    static OffsetDateTime offsetDateTime(String text) {
        return dateTime(text.replace("+00", "")).atOffset(ZoneOffset.UTC);
    }

    static String of(OffsetDateTime time) {
        String utc = of(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
        return utc.endsWith(BEFORE_CHRIST)
                ? utc.substring(0, utc.length() - BEFORE_CHRIST.length()) + "+00" + BEFORE_CHRIST
                : utc + "+00";
    }

    static String of(Instant time) {
        return of(time.atOffset(ZoneOffset.UTC));
    }
}
