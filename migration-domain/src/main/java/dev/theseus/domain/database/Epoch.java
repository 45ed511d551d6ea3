package dev.theseus.domain.database;

/**
 * Counts the changes of authority, from 1. Each database keeps it as the last value of a sequence, because a sequence
 * is read outside of any snapshot: a writer that waited at the fence sees the flip at every isolation level.
 *
 * @param number 1 or greater; odd while changes travel forward, even while they travel in reverse
 */
public record Epoch(long number) {

    public static final Epoch FIRST = new Epoch(1);

    public Epoch {
        if (number < 1) {
            throw new IllegalArgumentException("An epoch starts at 1, not " + number);
        }
    }

    public Direction direction() {
        return number % 2 == 1 ? Direction.FORWARD : Direction.REVERSE;
    }

    public Epoch next() {
        return new Epoch(number + 1);
    }
}
