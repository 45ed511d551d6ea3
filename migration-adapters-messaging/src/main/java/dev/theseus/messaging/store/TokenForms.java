package dev.theseus.messaging.store;

import dev.theseus.messaging.stored.StoredForm;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;

/** How the places that the event processors have reached are kept. */
final class TokenForms {

    private TokenForms() {}

    static final List<StoredForm<?, ?>> ALL = List.of(
            new StoredForm<>(
                    GapAwareTrackingToken.class,
                    "token.gap-aware",
                    1,
                    Place.class,
                    token -> new Place(token.getIndex(), List.copyOf(token.getGaps())),
                    place -> GapAwareTrackingToken.newInstance(place.index(), place.gaps())),
            new StoredForm<>(
                    ConfigToken.class,
                    "token.configuration",
                    1,
                    Settings.class,
                    token -> new Settings(token.getConfig()),
                    settings -> new ConfigToken(settings.values())));

    record Place(long index, List<Long> gaps) {}

    record Settings(Map<String, String> values) {}
}
