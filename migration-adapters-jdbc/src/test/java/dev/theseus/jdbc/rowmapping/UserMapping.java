package dev.theseus.jdbc.rowmapping;

import dev.theseus.domain.mapping.ColumnName;
import dev.theseus.domain.mapping.RowMapping;
import org.jspecify.annotations.Nullable;

/** A name becomes two, at its first space. */
final class UserMapping implements RowMapping<UserMapping.Old, UserMapping.New> {

    record Old(
            long id,
            @Nullable String name,
            @ColumnName("E-Mail") @Nullable String mail) {}

    record New(
            long id,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String mail) {}

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
        String name = row.name();
        if ("nobody".equals(name)) {
            throw new IllegalStateException(name + " can't be mapped");
        }
        if (name == null || !name.contains(" ")) {
            return new New(row.id(), name, null, row.mail());
        }
        String[] parts = name.split(" ", 2);
        return new New(row.id(), parts[0], parts[1], row.mail());
    }

    @Override
    public Old toOld(New row) {
        return new Old(
                row.id(),
                row.lastName() == null ? row.firstName() : row.firstName() + " " + row.lastName(),
                row.mail());
    }
}
