package dev.theseus.messaging.migration;

import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.AuditEntry.Cause;
import dev.theseus.domain.audit.Origin;
import java.util.Locale;
import java.util.Map;
import org.axonframework.messaging.MetaData;

/** Who asked for what and why, as it is kept beside each event. */
public final class OriginMetaData {

    private static final String ACTOR = "actor";
    private static final String REASON = "reason";
    private static final String CORRELATION = "correlation";
    private static final String CAUSE = "cause";

    private OriginMetaData() {}

    public static MetaData of(Object command, Origin origin) {
        return MetaData.from(Map.of(
                ACTOR, origin.actor().name(),
                REASON, origin.reason(),
                CORRELATION, origin.correlation(),
                CAUSE, nameOf(command)));
    }

    /** For example {@code begin-run}. */
    static String nameOf(Object command) {
        return command.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** What was kept; what is missing is said to be unknown rather than made up. */
    public static Cause causeOf(MetaData kept) {
        Actor actor = new Actor(text(kept, ACTOR, "unknown"));
        return new Cause(new Origin(actor, text(kept, REASON, ""), text(kept, CORRELATION, "")), text(kept, CAUSE, ""));
    }

    private static String text(MetaData kept, String key, String otherwise) {
        return kept.get(key) instanceof String text ? text : otherwise;
    }
}
