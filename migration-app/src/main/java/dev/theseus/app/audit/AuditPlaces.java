package dev.theseus.app.audit;

import java.nio.file.Path;

/**
 * Where the files of the audit are.
 *
 * @param keyFile that signs anchors; made when it is asked for the first time
 * @param anchors where they are kept
 */
public record AuditPlaces(Path keyFile, AnchorFile anchors) {

    /**
     * @param settings of the plan
     * @param plan directory that names in it are relative to
     * @param control directory for what the plan does not name
     */
    public static AuditPlaces of(AuditSettings settings, Path plan, Path control) {
        return new AuditPlaces(
                settings.key().map(plan::resolve).orElse(control.resolve("audit-key")),
                new AnchorFile(settings.anchors().map(plan::resolve).orElse(control.resolve("audit-anchors.jsonl"))));
    }

    AnchorKey key() {
        return AnchorKey.in(keyFile);
    }
}
