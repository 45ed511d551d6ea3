package dev.theseus.app.embed.trace;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/** Makes observations of calls. */
record Observations(ObservationRegistry registry) {

    static final String READ = "theseus.read";
    static final String WRITE = "theseus.write";

    /** One time that a database was asked, within one of the others. */
    static final String DATABASE = "theseus.database";

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
