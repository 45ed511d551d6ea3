package dev.theseus.domain.architecture.planted.domain;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Each nested class asks something that was not handed to it. */
final class HiddenInput {

    private HiddenInput() {}

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class Now {
        Instant ask() {
            return Instant.now();
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class NowByReference {
        Supplier<Instant> ask() {
            return Instant::now;
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class NowInALambda {
        Supplier<LocalDate> ask() {
            return () -> LocalDate.now(ZoneOffset.UTC);
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class SystemClock {
        Clock ask() {
            return Clock.systemUTC();
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class TickingClock {
        Clock ask() {
            return Clock.tickSeconds(ZoneOffset.UTC);
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class SystemInstants {
        InstantSource ask() {
            return InstantSource.system();
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class SystemZone {
        ZoneId ask() {
            return ZoneId.systemDefault();
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class Milliseconds {
        long ask() {
            return System.currentTimeMillis();
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class Environment {
        String ask() {
            return System.getenv("PGPASSWORD");
        }
    }

    @Breaks({ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT, ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST})
    static final class StandardOutput {
        void ask() {
            System.out.println();
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class RandomNumber {
        double ask() {
            return Math.random();
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class RandomId {
        UUID ask() {
            return UUID.randomUUID();
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class Shuffled {
        void ask() {
            Collections.shuffle(List.of());
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class DefaultLocale {
        Locale ask() {
            return Locale.getDefault();
        }
    }

    @Breaks(ArchitectureRule.DOMAIN_HAS_NO_HIDDEN_INPUT)
    static final class ParallelSum {
        int ask() {
            return IntStream.of(1, 2).parallel().sum();
        }
    }
}
