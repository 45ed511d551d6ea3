package dev.theseus.domain.phase;

/**
 * One row of the {@link PhaseTable}.
 *
 * @param from the phase before
 * @param trigger what happens
 * @param to the phase after
 * @param condition what must be true, in words; the gate of {@code to} says it in code
 */
public record Transition(Phase from, Trigger trigger, Phase to, String condition) {}
