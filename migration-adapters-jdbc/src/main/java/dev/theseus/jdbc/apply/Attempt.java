package dev.theseus.jdbc.apply;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import java.util.Set;

/** What became of one transaction of an apply. */
sealed interface Attempt {

    /** Committed. */
    record Done(Set<RowKey> held) implements Attempt {}

    /** The locks of rows that had to come along were taken, or the server chose us to give way; rolled back. */
    record GaveWay() implements Attempt {}

    /** The target takes no changes from this side; rolled back. */
    record NotInForce(Epoch epoch) implements Attempt {}

    /** Staged rows collide with rows that were not asked for, or in an order that upserts can't do; rolled back. */
    record Collided(Set<RowKey> inTheWay, SetAside.Reason reason) implements Attempt {}

    /** The target refused; rolled back. */
    record Refused(SetAside.Reason reason) implements Attempt {}
}
