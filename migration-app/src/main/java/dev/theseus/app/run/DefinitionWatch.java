package dev.theseus.app.run;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.messaging.ControlDatabaseFailed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks every few seconds whether tables are still as they were, as long as a run is at work. */
final class DefinitionWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final DefinitionLook definitions;
    private final Consumer<String> trouble;
    private final CountDownLatch stop = new CountDownLatch(1);
    private String lastTrouble = "";

    private DefinitionWatch(DefinitionLook definitions, Consumer<String> trouble) {
        this.definitions = definitions;
        this.trouble = trouble;
    }

    /** @param trouble hears why it could not be looked, once */
    static DefinitionWatch start(DefinitionLook definitions, Consumer<String> trouble) {
        DefinitionWatch watch = new DefinitionWatch(definitions, trouble);
        Thread.ofPlatform().name("theseus-definitions").daemon().start(watch::watch);
        return watch;
    }

    private void watch() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            definitions.look();
            lastTrouble = "";
        } catch (DatabaseUnavailable | IllegalTransition notNow) {
            // the server watch tells of servers that are away; a migration that has gone on is looked at anew
            lastTrouble = "";
        } catch (DatabaseRefused | CaptureRefused | ControlDatabaseFailed failed) {
            tell(String.valueOf(failed.getMessage()));
        }
    }

    private void tell(String what) {
        if (!what.equals(lastTrouble)) {
            lastTrouble = what;
            trouble.accept(what);
        }
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
