package dev.theseus.domain.migration;

/**
 * Names one run of the tool, so that reports of an earlier, killed run can be told apart in the audit trail.
 *
 * @param value any text, unique
 */
public record RunId(String value) {}
