package dev.theseus.domain.audit;

/**
 * Where a command comes from. It travels beside the command and is kept beside every event that follows from it.
 *
 * @param actor who asked
 * @param reason why, in words for an auditor; empty if none was given
 * @param correlation the same text for all that belongs together, such as everything of one run
 */
public record Origin(Actor actor, String reason, String correlation) {}
