package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;

/** One of a kind for either database. */
record Sides<T>(T old, T target) {

    T of(Side side) {
        return side == Side.OLD ? old : target;
    }
}
