package dev.theseus.domain.architecture.planted.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Allowed: time comes in as an argument. */
public record Plan(String name, List<int[]> sizes, Instant asOf) {

    public Plan later(Duration by) {
        return new Plan(name, sizes, asOf.plus(by));
    }
}
