package dev.theseus.domain.plan;

/** The rule for what is a share of a whole. */
final class Shares {

    private Shares() {}

    static void require(String what, double share) {
        // written so that NaN is refused as well
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(what + " is 0 to 1, not " + share);
        }
    }
}
