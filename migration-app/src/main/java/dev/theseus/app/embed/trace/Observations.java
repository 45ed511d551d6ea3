package dev.theseus.app.embed.trace;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes observations of calls. */
record Observations(ObservationRegistry registry) {

    static final String READ = "theseus.read";
    static final String WRITE = "theseus.write";

    /** One time that a database was asked, within one of the others. */
    static final String DATABASE = "theseus.database";

    /** Rows that are applied to the other side, by a write that has committed or by the relay. */
    static final String APPLY = "theseus.apply";

    /** What is observed. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    <T extends @Nullable Object, E extends Exception> T of(String name, Call<T, E> call) throws E {
        return observed(Observation.createNotStarted(name, registry), call);
    }

    <T extends @Nullable Object, E extends Exception> T of(String name, TableName table, Call<T, E> call) throws E {
        return observed(
                Observation.createNotStarted(name, registry).lowCardinalityKeyValue("table", table.toString()), call);
    }

    /** An apply, from now until the result is told what came of it. */
    Consumer<String> applies(String by) {
        Observation observation = apply(by).start();
        return outcome -> {
            observation.lowCardinalityKeyValue("outcome", outcome);
            observation.stop();
        };
    }

    /** An apply of a table's rows. */
    <T> T applies(String by, TableName table, Supplier<T> call, Function<T, String> outcome) {
        Observation observation = apply(by).lowCardinalityKeyValue("table", table.toString());
        return observed(observation, () -> {
            T result = call.get();
            observation.lowCardinalityKeyValue("outcome", outcome.apply(result));
            return result;
        });
    }

    private Observation apply(String by) {
        return Observation.createNotStarted(APPLY, registry).lowCardinalityKeyValue("by", by);
    }

    /** What is done beside a request, such as a read that is repeated to compare, is no part of a trace. */
    <T extends @Nullable Object, E extends Exception> T within(Side side, Call<T, E> call) throws E {
        return registry.getCurrentObservation() == null
                ? call.run()
                : observed(
                        Observation.createNotStarted(DATABASE, registry)
                                .lowCardinalityKeyValue("database", side.toString()),
                        call);
    }

    @SuppressWarnings("try") // the scope is there to end
    private static <T extends @Nullable Object, E extends Exception> T observed(
            Observation observation, Call<T, E> call) throws E {
        observation.start();
        try (Observation.Scope scope = observation.openScope()) {
            return call.run();
        } catch (Exception e) {
            observation.error(e);
            throw e;
        } finally {
            observation.stop();
        }
    }
}
