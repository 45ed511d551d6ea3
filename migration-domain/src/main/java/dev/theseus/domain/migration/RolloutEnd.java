package dev.theseus.domain.migration;

/** How a rollout by steps ended. */
public enum RolloutEnd {
    /** Its last step went well. */
    COMPLETED,
    /** A person stopped it, or let fewer read from new. */
    STOPPED,
    /** A step failed as often as it was to be tried. */
    GIVEN_UP,
    /** All reads went back to old for another reason. */
    OVERTAKEN
}
