package dev.theseus.jdbc.gateway;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.jdbc.guard.Breaker;
import java.time.Duration;

/**
 * How a node's gateway is, for health and gauges.
 *
 * @param reads the breaker of reads from new
 * @param writes the breaker of dual writes
 * @param sinceLook since the routing board was last seen
 * @param underWay how much is going on
 * @param backlog of the change log, as of some seconds ago
 */
public record GatewayStatus(
        Breaker.State reads, Breaker.State writes, Duration sinceLook, UnderWay underWay, Backlog backlog) {

    /**
     * @param reads from new
     * @param dualWrites that are being applied
     * @param shadows shadow reads and checks
     */
    public record UnderWay(int reads, int dualWrites, int shadows) {}
}
