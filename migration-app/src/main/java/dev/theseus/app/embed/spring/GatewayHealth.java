package dev.theseus.app.embed.spring;

import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.jdbc.gateway.Gateway;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * What a node goes by. It never takes the node out of service: whatever happens to new, the node answers from old. It
 * is unknown until a migration has been published.
 */
final class GatewayHealth extends AbstractHealthIndicator {

    private final Gateway gateway;

    GatewayHealth(Gateway gateway) {
        super("The gateway could not be asked");
        this.gateway = gateway;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        RoutingSnapshot snapshot = gateway.snapshot();
        Rollout rollout = snapshot.rollout();
        if (rollout.version() == 0) {
            health.unknown().withDetail("reason", "no rollout is published, so everything is old's");
        } else {
            health.up()
                    .withDetail("phase", rollout.phase())
                    .withDetail("version", rollout.version())
                    .withDetail("percentage", rollout.policy().percentage())
                    .withDetail("lag", snapshot.standing().lag())
                    .withDetail("suspendedBy", snapshot.standing().suspended());
        }
        NodeCounts counts = gateway.counts();
        health.withDetail("node", gateway.node())
                .withDetail("readsNew", counts.readsNew())
                .withDetail("fallbacks", counts.fallbacks())
                .withDetail("writesLeft", counts.writesLeft())
                .withDetail("mismatches", counts.mismatches());
    }
}
