package dev.theseus.app.demo;

import java.time.Duration;

/** What the demonstration waited for has not come. */
public final class WaitRanOut extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WaitRanOut(String what, Duration limit, String missing) {
        super("The demonstration waited " + limit.toSeconds() + " s for " + what + ", in vain (" + missing
                + "). If other programs keep this machine busy, repeat it when they have ended, or with fewer rows:"
                + " demo --rows 100000.");
    }
}
