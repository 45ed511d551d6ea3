/** What is measured while the service's requests are brought over to new, and what is concluded from it. */
@NullMarked
package dev.theseus.domain.rollout;

import org.jspecify.annotations.NullMarked;
