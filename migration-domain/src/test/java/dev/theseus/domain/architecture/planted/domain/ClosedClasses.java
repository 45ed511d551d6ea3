package dev.theseus.domain.architecture.planted.domain;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/** Each nested class uses something that the allow-list leaves out. */
final class ClosedClasses {

    private ClosedClasses() {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfThreads(Thread used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfThreadLocals(ThreadLocal<String> used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfLocks(Lock used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfDice(Random used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfOtherDice(RandomGenerator used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfSecretDice(SecureRandom used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfStreams(InputStream used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfFiles(Path used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfTheNet(URI used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    record OfLoggers(Logger used) {}

    @Breaks(ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST)
    static final class OfArrays {
        Thread[] used = {};
    }

    @Breaks(ArchitectureRule.DOMAIN_SYNCHRONIZES_NOTHING)
    static final class OfMonitors {
        private int count;

        synchronized int next() {
            return ++count;
        }
    }
}
