package dev.theseus.domain.inspection;

import dev.theseus.domain.database.ServerFacts;
import dev.theseus.domain.database.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether two servers can be migrated between, as far as they tell of themselves. */
public record ServerPair(ServerFacts old, ServerFacts target) {

    public static final int OLDEST_MAJOR_VERSION = 12;

    private static final String UTF8 = "UTF8";
    private static final String NO_ENCODING = "SQL_ASCII";

    /** Everything that the facts show. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        version(Side.OLD, old).ifPresent(findings::add);
        version(Side.NEW, target).ifPresent(findings::add);
        same().ifPresent(findings::add);
        encoding().ifPresent(findings::add);
        return findings;
    }

    private static Optional<Finding> version(Side side, ServerFacts server) {
        return server.majorVersion() >= OLDEST_MAJOR_VERSION
                ? Optional.empty()
                : Optional.of(Finding.stops(
                        Check.VERSION,
                        side,
                        "is " + server.product() + " " + server.version() + "; the oldest that Theseus works with is "
                                + OLDEST_MAJOR_VERSION + "."));
    }

    private Optional<Finding> same() {
        return old.identity().equals(target.identity())
                ? Optional.of(Finding.stops(
                        Check.SAME_DATABASE,
                        "old and new",
                        "are the same database of the same server. " + "Correct one of the URLs in the plan."))
                : Optional.empty();
    }

    private Optional<Finding> encoding() {
        if (old.encoding().equals(NO_ENCODING) || target.encoding().equals(NO_ENCODING)) {
            return Optional.of(Finding.stops(
                    Check.ENCODING,
                    old.encoding().equals(NO_ENCODING) ? Side.OLD : Side.NEW,
                    "has the encoding SQL_ASCII, which says nothing about what its bytes mean. "
                            + "Use a database with the encoding UTF8."));
        }
        if (old.encoding().equals(UTF8) && target.encoding().equals(UTF8)) {
            return Optional.empty();
        }
        return Optional.of(
                target.encoding().equals(UTF8) || target.encoding().equals(old.encoding())
                        ? Finding.warns(Check.ENCODING, "old and new", encodings() + ": text is converted on its way.")
                        : Finding.stops(
                                Check.ENCODING,
                                Side.NEW,
                                encodings()
                                        + ", which can't hold every character of old. Create new with the encoding UTF8."));
    }

    private String encodings() {
        return "old has the encoding " + old.encoding() + " and new " + target.encoding();
    }
}
