package dev.theseus.app.alert;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who is told, and how often. Read anew from the plan file by each run; it is no part of the migration's own settings.
 *
 * @param webhook to which alerts are posted
 * @param period in which alerts of one kind are told once
 */
public record AlertSettings(Optional<Webhook> webhook, Duration period) {

    public static final AlertSettings DEFAULT = new AlertSettings(Optional.empty(), Duration.ofMinutes(5));

    public AlertSettings {
        if (period.isNegative()) {
            throw new IllegalArgumentException("a period is not negative: " + period);
        }
    }

    /**
     * An address that takes alerts.
     *
     * @param url http or https
     * @param secretVariable of the environment, which holds what alerts are signed with; not signed without
     */
    public record Webhook(URI url, Optional<String> secretVariable) {

        public Webhook {
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!web || url.getHost() == null) {
                throw new IllegalArgumentException("`" + url.getScheme() + "…` is no address of a webhook;"
                        + " write it as https://alerts.example/hook");
            }
            if (url.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "the address holds a password; alerts are signed by a secret from `secret-env` instead");
            }
        }

        Optional<String> secret(Map<String, String> environment) {
            return secretVariable.map(v -> Objects.requireNonNull(environment.get(v), v + " is not set"));
        }
    }
}
