package dev.theseus.app.embed.meters;

import java.util.List;

/** The meters there are; the documentation's table is checked against this list, and this list against a registry. */
public enum GatewayMeter {
    READS(
            "theseus.reads",
            Kind.TIMER,
            List.of("database", "outcome"),
            "Reads, by the database that was asked; with percentiles"),
    ROUTES("theseus.routes", Kind.COUNTER, List.of("database", "reason"), "Reads by where they were sent, and why"),
    FALLBACKS("theseus.fallbacks", Kind.COUNTER, List.of("reason"), "Reads sent to new that old answered"),
    WRITES(
            "theseus.writes",
            Kind.TIMER,
            List.of("outcome"),
            "Transactions on old that the gateway runs; with percentiles"),
    DUAL_WRITES(
            "theseus.dual.writes",
            Kind.TIMER,
            List.of("outcome"),
            "Writes whose rows were brought over at once, or why they were left to the relay; with percentiles"),
    SHADOW_READS(
            "theseus.shadow.reads",
            Kind.COUNTER,
            List.of("outcome"),
            "Reads repeated on new, by what the comparison said"),
    CHECKS("theseus.checks", Kind.COUNTER, List.of("outcome"), "Rows compared after a write or in the background"),
    BREAKER(
            "theseus.breaker",
            Kind.GAUGE,
            List.of("guards"),
            "0 closed, 1 half open, 2 open; of reads from new and of dual writes"),
    UNDER_WAY(
            "theseus.under.way",
            Kind.GAUGE,
            List.of("work"),
            "Reads from new, dual writes and shadow reads at this moment"),
    LAG("theseus.lag", Kind.GAUGE, List.of(), "Seconds that the oldest change not yet in new has stood"),
    LOG_ENTRIES("theseus.change.log.entries", Kind.GAUGE, List.of(), "Entries in the change log: the relay's queue"),
    LOG_SET_ASIDE(
            "theseus.change.log.set.aside",
            Kind.GAUGE,
            List.of(),
            "Entries that could not be applied and wait for a person"),
    LOOK_AGE("theseus.look.age", Kind.GAUGE, List.of(), "Seconds since the routing board was last seen"),
    ROLLOUT_PERCENTAGE(
            "theseus.rollout.percentage", Kind.GAUGE, List.of(), "Percentage of the rollout that this node goes by"),
    ROLLOUT_VERSION(
            "theseus.rollout.version",
            Kind.GAUGE,
            List.of(),
            "Version of that rollout: differs where a node lags behind");

    private final String id;
    private final Kind kind;
    private final List<String> tags;
    private final String meaning;

    GatewayMeter(String id, Kind kind, List<String> tags, String meaning) {
        this.id = id;
        this.kind = kind;
        this.tags = tags;
        this.meaning = meaning;
    }

    /** What kind of meter it is. */
    public enum Kind {
        TIMER,
        COUNTER,
        GAUGE
    }

    /** Its name in the registry. */
    public String id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    /** The keys of its own tags. */
    public List<String> tags() {
        return tags;
    }

    public String meaning() {
        return meaning;
    }
}
