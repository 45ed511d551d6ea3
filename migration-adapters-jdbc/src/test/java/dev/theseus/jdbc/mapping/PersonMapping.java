package dev.theseus.jdbc.mapping;

import dev.theseus.domain.mapping.ColumnName;
import dev.theseus.domain.mapping.RowMapping;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import org.jspecify.annotations.Nullable;

/** A name becomes two, a date in words becomes one, cents become an amount. */
final class PersonMapping implements RowMapping<PersonMapping.Old, PersonMapping.New> {

    private static final DateTimeFormatter GERMAN =
            DateTimeFormatter.ofPattern("dd.MM.uuuu").withResolverStyle(ResolverStyle.STRICT);

    record Old(
            int id,
            String name,
            @Nullable String born,
            long cents,
            @ColumnName("Note") @Nullable String note) {}

    record New(
            long personId,
            String firstName,
            @Nullable String lastName,
            @Nullable LocalDate bornOn,
            BigDecimal amount,
            @Nullable String note) {}

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
        String[] parts = row.name().split(" ", 2);
        return new New(
                row.id(),
                parts[0],
                parts.length == 1 ? null : parts[1],
                row.born() == null ? null : LocalDate.parse(row.born(), GERMAN),
                BigDecimal.valueOf(row.cents(), 2),
                row.note());
    }

    @Override
    public Old toOld(New row) {
        return new Old(
                Math.toIntExact(row.personId()),
                row.lastName() == null ? row.firstName() : row.firstName() + " " + row.lastName(),
                row.bornOn() == null ? null : GERMAN.format(row.bornOn()),
                row.amount().movePointRight(2).longValueExact(),
                row.note());
    }
}
