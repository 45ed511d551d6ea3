package dev.theseus.domain.plan;

/**
 * How the service's requests are brought over to new, and when they are taken back.
 *
 * @param rollout step by step
 * @param failback when reads of new fail
 * @param automaticRollback when it goes worse than that
 */
public record TrafficSettings(
        RolloutSettings rollout, FailbackSettings failback, AutomaticRollbackSettings automaticRollback) {

    public static final TrafficSettings DEFAULT =
            new TrafficSettings(RolloutSettings.DEFAULT, FailbackSettings.DEFAULT, AutomaticRollbackSettings.DEFAULT);
}
