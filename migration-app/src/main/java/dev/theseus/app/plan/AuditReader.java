package dev.theseus.app.plan;

import dev.theseus.app.audit.AuditSettings;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Reads how the audit is made provable. */
final class AuditReader {

    private AuditReader() {}

    /** @param variable refuses the name of one that is not set */
    static AuditSettings read(Section section, UnaryOperator<String> variable) {
        AuditSettings settings = AuditSettings.DEFAULT;
        settings = section.set(settings, "key", Path::of, AuditSettings::withKey);
        settings = section.set(settings, "anchors", Path::of, AuditSettings::withAnchors);
        settings = section.set(settings, "anchor-every", Quantities::duration, AuditSettings::withEvery);
        settings = section.set(settings, "pseudonymise-keys-env", variable, AuditSettings::withPseudonyms);
        section.end();
        return settings;
    }
}
