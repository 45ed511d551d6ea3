package dev.theseus.domain.stream;

import java.time.Instant;
import java.util.Optional;

/**
 * What is not published yet.
 *
 * @param events so many; 0 if all are
 * @param oldest when the first of them was kept; empty if there is none
 */
public record StreamLag(long events, Optional<Instant> oldest) {

    public StreamLag {
        if (events < 0) {
            throw new IllegalArgumentException("What is not published is counted from 0, not " + events);
        }
    }
}
