package dev.theseus.domain.migration;

/**
 * What is known and decided about the service that is moved.
 *
 * @param traffic who reads from new
 * @param authority who accepts writes
 * @param approvals what a person has to agree to
 * @param course what happens to its requests by itself
 */
public record Conduct(Traffic traffic, KnownAuthority authority, Approvals approvals, Course course) {

    public static final Conduct NONE = new Conduct(Traffic.NONE, KnownAuthority.FIRST, Approvals.NONE, Course.NONE);

    Conduct with(Traffic changed) {
        return new Conduct(changed, authority, approvals, course);
    }

    Conduct with(KnownAuthority changed) {
        return new Conduct(traffic, changed, approvals, course);
    }

    Conduct with(Approvals changed) {
        return new Conduct(traffic, authority, changed, course);
    }

    Conduct with(Course changed) {
        return new Conduct(traffic, authority, approvals, changed);
    }
}
