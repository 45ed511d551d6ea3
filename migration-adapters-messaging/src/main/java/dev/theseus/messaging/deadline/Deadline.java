package dev.theseus.messaging.deadline;

import java.util.regex.Pattern;

/**
 * What is due at some moment. Two that are equal are one: to schedule it again moves it.
 *
 * <p>A deadline that comes late may meet a subject that has gone on since. Name in the purpose what it is about (a
 * step, an attempt), so that whoever hears of it can tell.
 *
 * @param subject what it belongs to, such as a migration or a saga; not empty, no white space
 * @param purpose what is due, in words of the kind; not empty
 */
public record Deadline(String subject, String purpose) {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

    public Deadline {
        if (subject.isEmpty() || WHITE_SPACE.matcher(subject).find() || purpose.isBlank()) {
            throw new IllegalArgumentException("A deadline needs a subject without white space and a purpose; got \""
                    + subject + "\", \"" + purpose + "\"");
        }
    }

    /** As it is kept: a person reads it in the table, and no class or revision hides in it. */
    String text() {
        return subject + " " + purpose;
    }

    static Deadline of(String text) {
        int end = text.indexOf(' ');
        return new Deadline(text.substring(0, end), text.substring(end + 1));
    }
}
