package dev.theseus.app.acceptance;

import dev.theseus.domain.mapping.RowMapping;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A name becomes two at its first space, and a field of an object a column. */
public final class UserInJava implements RowMapping<UserInJava.Old, UserInJava.New> {

    private static final Pattern CREATED = Pattern.compile("(, )?\"created_at\": \"([^\"]*)\"");

    /** A row of old; the object is the text that the database prints. */
    public record Old(int id, String email, String name, String data) {}

    /** A row of new. */
    public record New(
            long id, String email, String firstName, String lastName, OffsetDateTime createdAt, String metadata) {}

    @Override
    public Class<Old> oldRow() {
        return Old.class;
    }

    @Override
    public Class<New> newRow() {
        return New.class;
    }

    @Override
    public New toNew(Old row) {
        Matcher created = CREATED.matcher(row.data());
        if (!created.find()) {
            throw new IllegalArgumentException("no time of creation");
        }
        String[] name = row.name().split(" ", 2);
        return new New(
                row.id(),
                row.email(),
                name[0],
                name.length == 1 ? "" : name[1],
                OffsetDateTime.parse(created.group(2)),
                created.replaceFirst(""));
    }

    @Override
    public Old toOld(New row) {
        String created = "\"created_at\": \"" + DateTimeFormatter.ISO_INSTANT.format(row.createdAt()) + "\"";
        String rest = row.metadata().substring(0, row.metadata().length() - 1);
        return new Old(
                Math.toIntExact(row.id()),
                row.email(),
                row.firstName() + " " + row.lastName(),
                rest + (rest.length() > 1 ? ", " : "") + created + "}");
    }
}
