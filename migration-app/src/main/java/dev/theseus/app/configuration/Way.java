package dev.theseus.app.configuration;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.sequence.Sequences;
import dev.theseus.domain.verification.Verification;

/**
 * Everything that keeps one side equal to the other.
 *
 * @param log of the side that changes come from
 * @param verification that repairs the other
 * @param sequences of the other, brought forward
 */
record Way(ChangeLog log, Verification verification, Sequences sequences) {}
