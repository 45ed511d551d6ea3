package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RolloutPolicy.Switch;

/**
 * Narrows the rollout further, request by request, for example by a flag service that several services share. It is
 * asked only for requests that the rollout lets read from new, and can never send another one there. Must be fast and
 * must not throw; an implementation whose service fails answers what it answered last.
 */
@FunctionalInterface
public interface Narrowing {

    Narrowing NONE = context -> Switch.ON;

    /** @return whether this request may read from new */
    Switch newReads(RequestContext context);
}
