package dev.theseus.domain.chain;

/**
 * Which event is meant.
 *
 * @param index in the event store; grows, with gaps
 * @param aggregate a migration, or a saga
 * @param sequence among the events of the aggregate, from 0, without gaps
 */
public record EventPlace(long index, String aggregate, long sequence) {

    @Override
    public String toString() {
        return "event " + sequence + " of " + aggregate + " (index " + index + ")";
    }
}
