package dev.theseus.domain.critical;

/** Why a critical write is neither in both databases nor in neither yet. */
public enum OpenReason {
    /** It is to be taken back, and that fails: tried again until it succeeds. */
    TAKING_BACK_FAILS,
    /**
     * Somebody else changed its rows meanwhile: theirs is not overwritten. Ends when both databases have what stands.
     */
    CHANGED_BY_OTHERS,
    /** The side on which it was to be taken back lost authority meanwhile. Ends like the one before. */
    AUTHORITY_LEFT
}
