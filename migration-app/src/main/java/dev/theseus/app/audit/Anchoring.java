package dev.theseus.app.audit;

import dev.theseus.domain.chain.Anchor;
import dev.theseus.domain.chain.AuditChain;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds an anchor to the file when it begins, from time to time, and when it ends. A failure disturbs nobody. */
public final class Anchoring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final AuditChain chain;
    private final AuditPlaces places;
    private final Duration every;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("theseus-anchors").daemon().unstarted(this::watch);

    private Anchoring(AuditChain chain, AuditPlaces places, Duration every, InstantSource clock) {
        this.chain = chain;
        this.places = places;
        this.every = every;
        this.clock = clock;
    }

    public static Anchoring start(AuditChain chain, AuditPlaces places, Duration every, InstantSource clock) {
        Anchoring anchoring = new Anchoring(chain, places, every, clock);
        anchoring.thread.start();
        return anchoring;
    }

    /**
     * Adds one now.
     *
     * @return empty if nothing has happened yet
     * @throws RuntimeException if the control database does not answer, or the files can't be written
     */
    public static Optional<SignedAnchor> anchor(AuditChain chain, AuditPlaces places, InstantSource clock) {
        Optional<SignedAnchor> signed = chain.last().map(link -> places.key().sign(Anchor.of(link, clock.instant())));
        signed.ifPresent(places.anchors()::add);
        return signed;
    }

    private void watch() {
        try {
            do {
                anchor();
            } while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS));
            anchor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void anchor() {
        try {
            anchor(chain, places, clock);
        } catch (RuntimeException failed) {
            LOG.warn("No anchor of the audit was kept: {}", failed.getMessage());
        }
    }

    /** After a last one. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(TO_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
