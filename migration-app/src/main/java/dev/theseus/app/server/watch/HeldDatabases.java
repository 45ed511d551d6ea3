package dev.theseus.app.server.watch;

import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.status.Databases;
import dev.theseus.domain.plan.Plan;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps its connections between questions; used by one thread. */
final class HeldDatabases implements Databases, AutoCloseable {

    private final Passwords passwords;
    private @Nullable Held held;

    private record Held(Plan plan, DataPlane data) {}

    HeldDatabases(Passwords passwords) {
        this.passwords = passwords;
    }

    @Override
    public <T> T ask(Plan plan, Function<DataPlane, T> question) {
        return question.apply(data(plan));
    }

    private DataPlane data(Plan plan) {
        Held before = held;
        if (before != null && before.plan().equals(plan)) {
            return before.data();
        }
        close();
        DataPlane data = PgDataPlane.open(plan, passwords);
        held = new Held(plan, data);
        return data;
    }

    @Override
    public void close() {
        if (held != null) {
            held.data().close();
            held = null;
        }
    }
}
