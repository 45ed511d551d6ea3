package dev.theseus.domain.saga;

/**
 * What a step does, or what takes it back. It may be called again after it was done (its answer may have got lost), and
 * must then change nothing and return as if it had done it; {@link StepCall#key()} is there to tell. A compensation may
 * be called for an action that never happened, or that happens to be still under way in a server that lost its client:
 * let both claim the key in the same unique index, so that one of them wins.
 *
 * <p>It is done when it returns. Called on threads of the sagas, several at a time for different sagas.
 */
@FunctionalInterface
public interface StepAction {

    /**
     * @throws StepRefused if it changed nothing and never will
     * @throws Exception if something failed: it may or may not have happened, and is tried again
     */
    void run(StepCall call) throws Exception;
}
