package dev.theseus.domain.saga;

/** How an order is carried out when its moment has come. */
public enum SagaMove {
    /** It is not in hand any more: somebody else was faster, or it was ordered twice. */
    NOTHING,
    /** Do the step. */
    RUN,
    /** It may have happened already: look, and do it if it has not. */
    LOOK_THEN_RUN,
    /** Its time is over, and it may have happened: look, and go by what is there. */
    LOOK_THEN_GIVE_UP,
    /** Its time is over and nothing was begun. */
    GIVE_UP,
    /** Take the step back. */
    UNDO
}
