package dev.theseus.domain.saga;

/** Whether a step has happened. Asked before a step is repeated that may have happened, and before it is given up. */
@FunctionalInterface
public interface StepLook {

    /** What a look finds. */
    enum Found {
        DONE,
        /** It has not happened, and no attempt of it is under way any more. */
        NOT_DONE,
        /** It can't be told now. It is looked at again; when its time is over, it is taken back. */
        UNKNOWN
    }

    /** @throws Exception if something failed, which counts as {@link Found#UNKNOWN} */
    Found look(StepCall call) throws Exception;
}
