package dev.theseus.domain.database;

/** Which of the two databases is meant. The old one is where the service lives before the migration. */
public enum Side {
    OLD,
    NEW;

    public Side other() {
        return this == OLD ? NEW : OLD;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
