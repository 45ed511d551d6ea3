package dev.theseus.domain.critical;

/** What was found out about a critical write. Reasons are in words, without row content. */
public sealed interface CriticalEvent {

    /** The other side has it for certain. */
    record Applied() implements CriticalEvent {}

    /** An apply that was tried did nothing, for certain, to at least one of its rows. */
    record NotApplied(String reason) implements CriticalEvent {}

    /** The answer of an apply is missing, or says that authority has moved. */
    record ApplyUnknown(String reason) implements CriticalEvent {}

    /** Its node died or gave up, and a recovery has taken it over. */
    record TakenOver() implements CriticalEvent {}

    /** The other side says of its rows what this side says. */
    record FoundThere() implements CriticalEvent {}

    /** The other side does not say so now; an apply that is late may still come. */
    record NotFoundThere() implements CriticalEvent {}

    /** The other side could not be looked at. */
    record NotLooked(String reason) implements CriticalEvent {}

    /** The rows are as before, and the journal says so. */
    record TakenBack() implements CriticalEvent {}

    /** Others have changed its rows; nothing was done. */
    record ChangedByOthers(String what) implements CriticalEvent {}

    /** The rows could not be restored; nothing was done. */
    record NotTakenBack(String reason) implements CriticalEvent {}

    /** The side that was to restore the rows has no authority; nothing was done. */
    record AuthorityLeft() implements CriticalEvent {}

    /** What was to be noted stands in the journal. */
    record Noted() implements CriticalEvent {}

    /** The journal could not be written. */
    record NotNoted(String reason) implements CriticalEvent {}

    /** The journal says that somebody else has settled it. */
    record SettledByOthers(CriticalOutcome outcome) implements CriticalEvent {}

    /** The journal says that somebody else has found that it is open. */
    record OpenedByOthers(OpenReason reason, String detail) implements CriticalEvent {}
}
