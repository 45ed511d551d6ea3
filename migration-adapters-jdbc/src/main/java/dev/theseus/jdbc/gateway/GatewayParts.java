package dev.theseus.jdbc.gateway;

import dev.theseus.jdbc.guard.Breaker;
import dev.theseus.jdbc.guard.Share;
import dev.theseus.jdbc.guard.Watchdog;
import java.util.List;

/** The parts of one node's gateway, put together by {@link Assembly}. */
record GatewayParts(
        Lookout lookout, Reads reads, Writes writes, Guards guards, BacklogGauge gauge, Counts counts, Ending ending) {

    /** What keeps new's troubles from the callers. */
    record Guards(Breaker reads, Breaker writes, Share readShare, Share writeShare, Background background) {

        GatewayStatus.UnderWay underWay() {
            return new GatewayStatus.UnderWay(readShare.taken(), writeShare.taken(), background.underWay());
        }
    }

    /** What has to be stopped beside these. */
    record Ending(
            DualWrites dualWrites,
            Retirement retirement,
            Watchdog watchdog,
            Probe probe,
            Checks checks,
            NodeVoice voice) {}

    void start(GatewaySettings settings) {
        lookout.start();
        ending.voice.start();
        ending.retirement.start();
        ending.probe.start();
        gauge.start();
        ending.checks.start(settings.node(), settings.checks());
    }

    void close() {
        for (Runnable each : List.<Runnable>of(
                ending.dualWrites::close,
                ending.retirement::close,
                ending.checks::close,
                gauge::close,
                guards.background::close,
                ending.probe::close,
                ending.watchdog::close,
                ending.voice::close)) {
            each.run();
        }
    }
}
