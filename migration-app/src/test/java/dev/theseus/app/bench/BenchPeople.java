package dev.theseus.app.bench;

import dev.theseus.domain.mapping.ColumnName;
import dev.theseus.domain.mapping.RowMapping;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The users as people, in Java; only what the new table can hold comes back. */
public final class BenchPeople implements RowMapping<BenchPeople.User, BenchPeople.Person> {

    private static final Pattern VISITS = Pattern.compile("\"visits\": (\\d+)");

    /** A row of old. */
    public record User(UUID id, String email, String name, String profile, ByteBuffer avatar, Instant registeredAt) {}

    /** A row of new. */
    public record Person(
            @ColumnName("person_id") UUID id,
            @ColumnName("mail") String email,
            String firstName,
            String lastName,
            String profile,
            int visits,
            ByteBuffer avatar,
            LocalDate registered) {}

    @Override
    public Class<User> oldRow() {
        return User.class;
    }

    @Override
    public Class<Person> newRow() {
        return Person.class;
    }

    @Override
    public Person toNew(User row) {
        int space = row.name().indexOf(' ');
        Matcher visits = VISITS.matcher(row.profile());
        if (!visits.find()) {
            throw new IllegalArgumentException("no visits");
        }
        return new Person(
                row.id(),
                row.email(),
                row.name().substring(0, space),
                row.name().substring(space + 1),
                row.profile(),
                Integer.parseInt(visits.group(1)),
                row.avatar(),
                row.registeredAt().atZone(ZoneOffset.UTC).toLocalDate());
    }

    @Override
    public User toOld(Person row) {
        return new User(
                row.id(),
                row.email(),
                row.firstName() + " " + row.lastName(),
                row.profile(),
                row.avatar(),
                row.registered().atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
