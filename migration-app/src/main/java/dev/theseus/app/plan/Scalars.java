package dev.theseus.app.plan;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;

/** Reads single values; the IllegalArgumentException of each says what is wrong with the text. */
final class Scalars {

    private Scalars() {}

    static Duration interval(String text) {
        return text.equals("off") ? Duration.ZERO : Quantities.duration(text);
    }

    static int integer(String text) {
        long number = count(text);
        if (number != (int) number) {
            throw new IllegalArgumentException("`" + text + "` is too large");
        }
        return (int) number;
    }

    static long count(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("`" + text + "` is no whole number", e);
        }
    }

    static double share(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("`" + text + "` is no number; write it as 0.5", e);
        }
    }

    static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("`" + text + "` is no time of the day; write it as \"22:00\"", e);
        }
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("`" + text + "` is no time zone; write it as Europe/Zurich or UTC", e);
        }
    }
}
