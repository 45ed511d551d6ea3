package dev.theseus.jdbc.gateway;

import dev.theseus.jdbc.guard.Breaker;
import org.jspecify.annotations.Nullable;

/** Makes word of a breaker's changes: that it opened, and that it closed again; not of what it tries in between. */
final class BreakerNews {

    private final NodeVoice voice;
    private volatile @Nullable Breaker breaker;

    BreakerNews(NodeVoice voice) {
        this.voice = voice;
    }

    void about(Breaker told) {
        breaker = told;
    }

    void changed(Breaker.State from, Breaker.State to) {
        Breaker told = breaker;
        if (from == Breaker.State.CLOSED && to == Breaker.State.OPEN) {
            voice.failed("last error: " + (told == null ? "unknown" : told.lastError()));
        } else if (from == Breaker.State.HALF_OPEN && to == Breaker.State.CLOSED) {
            voice.recovered();
        }
    }
}
