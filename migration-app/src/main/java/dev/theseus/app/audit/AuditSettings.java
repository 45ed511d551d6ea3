package dev.theseus.app.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the audit is made provable. Read anew from the plan file by each run; it is no part of the migration's own
 * settings.
 *
 * @param key file with the key that signs anchors; in the control directory if empty
 * @param anchors file that anchors are added to; in the control directory if empty
 * @param every between two anchors of a run
 * @param pseudonymVariable of the environment, which holds what keys of rows are hidden with in exports; they are shown
 *     without
 */
public record AuditSettings(
        Optional<Path> key, Optional<Path> anchors, Duration every, Optional<String> pseudonymVariable) {

    public static final AuditSettings DEFAULT =
            new AuditSettings(Optional.empty(), Optional.empty(), Duration.ofHours(1), Optional.empty());

    public AuditSettings {
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("give at least a second between two anchors");
        }
    }

    public AuditSettings withKey(Path file) {
        return new AuditSettings(Optional.of(file), anchors, every, pseudonymVariable);
    }

    public AuditSettings withAnchors(Path file) {
        return new AuditSettings(key, Optional.of(file), every, pseudonymVariable);
    }

    public AuditSettings withEvery(Duration period) {
        return new AuditSettings(key, anchors, period, pseudonymVariable);
    }

    public AuditSettings withPseudonyms(String variable) {
        return new AuditSettings(key, anchors, every, Optional.of(variable));
    }
}
