package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.Side;
import java.util.List;

/**
 * Both ways, and the plans of the tables.
 *
 * @param forward from old to new
 * @param reverse from new to old
 */
record Ways(Way forward, Way reverse, Plans plans) {

    List<Way> both() {
        return List.of(forward, reverse);
    }

    Way from(Side side) {
        return side == Side.OLD ? forward : reverse;
    }
}
