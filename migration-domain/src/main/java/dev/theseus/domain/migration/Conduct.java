package dev.theseus.domain.migration;

/**
 * What is known and decided about the service that is moved.
 *
 * @param traffic who reads from new
 * @param authority who accepts writes
 * @param approvals what a person has to agree to
 */
public record Conduct(Traffic traffic, KnownAuthority authority, Approvals approvals) {

    public static final Conduct NONE = new Conduct(Traffic.NONE, KnownAuthority.FIRST, Approvals.NONE);

    Conduct with(Traffic changed) {
        return new Conduct(changed, authority, approvals);
    }

    Conduct with(KnownAuthority changed) {
        return new Conduct(traffic, changed, approvals);
    }

    Conduct with(Approvals changed) {
        return new Conduct(traffic, authority, changed);
    }
}
