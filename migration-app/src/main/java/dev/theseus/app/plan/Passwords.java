package dev.theseus.app.plan;

import dev.theseus.domain.plan.DatabaseAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks passwords up where the plan says they are; nothing else of Theseus's holds one for longer than a login. */
public final class Passwords {

    private final Map<String, String> environment;

    /** @param environment the process's variables */
    public Passwords(Map<String, String> environment) {
        this.environment = environment;
    }

    /** For what else a plan keeps out of its file. */
    Map<String, String> environment() {
        return environment;
    }

    /** The password, or null where the plan names no variable: then the driver looks into {@code ~/.pgpass}. */
    public @Nullable String of(DatabaseAddress address) {
        return address.passwordVariable().map(environment::get).orElse(null);
    }
}
