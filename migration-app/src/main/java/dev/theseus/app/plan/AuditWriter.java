package dev.theseus.app.plan;

import dev.theseus.app.audit.AuditSettings;

/** Writes how the audit is made provable. */
final class AuditWriter {

    private AuditWriter() {}

    static void write(PlanLines lines, AuditSettings s) {
        lines.add("audit:");
        lines.add("  anchor-every: " + Quantities.text(s.every()), "a signed anchor, to be copied elsewhere");
        s.key().ifPresent(f -> lines.add("  key: " + YamlText.of(f.toString()), "signs anchors"));
        s.anchors()
                .ifPresentOrElse(
                        f -> lines.add("  anchors: " + YamlText.of(f.toString()), "where they are kept"),
                        () -> lines.add("  # anchors: /mnt/elsewhere/anchors.jsonl"));
        s.pseudonymVariable()
                .ifPresentOrElse(
                        v -> lines.add("  pseudonymise-keys-env: " + YamlText.of(v), "hides keys of rows in exports"),
                        () -> lines.add("  # pseudonymise-keys-env: AUDIT_SECRET   # hides keys of rows in exports"));
    }
}
