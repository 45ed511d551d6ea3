package dev.theseus.domain.saga;

/** Whether something that failed may have changed anything. */
public enum Effect {
    /** This attempt changed nothing; an earlier one may have. */
    NOT_BY_THIS_ATTEMPT,
    /** It is not there: somebody looked, or nothing was begun. */
    RULED_OUT,
    /** It can't be told. So it is taken back as if it had happened. */
    POSSIBLE
}
