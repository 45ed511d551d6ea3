package dev.theseus.messaging.deadline;

/** A deadline can't be moved while somebody hears of it. Whoever wanted it to come now is served; others ask again. */
public final class DeadlineIsBeingHeard extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeadlineIsBeingHeard(Deadline deadline, Throwable cause) {
        super(
                "The deadline \"" + deadline.text() + "\" is being heard at this moment, it can't be moved: ask again",
                cause);
    }
}
