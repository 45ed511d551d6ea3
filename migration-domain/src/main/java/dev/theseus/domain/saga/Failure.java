package dev.theseus.domain.saga;

/**
 * How an attempt ended that did not do its step.
 *
 * @param effect whether it may have changed anything
 * @param remedy whether another attempt may help
 * @param reason for people, without row contents
 */
public record Failure(Effect effect, Remedy remedy, String reason) {

    /** Whether another attempt may help. */
    public enum Remedy {
        TRY_AGAIN,
        GIVE_UP
    }
}
