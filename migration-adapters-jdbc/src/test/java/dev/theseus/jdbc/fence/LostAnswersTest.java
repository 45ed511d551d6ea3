package dev.theseus.jdbc.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.authority.Handover;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.testing.CuttingProxy;
import dev.theseus.jdbc.testing.CuttingProxy.Cut;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts the connection between a request and its answer, at each request that changes who has authority. */
class LostAnswersTest {

    /** The step after which the next request is cut, and the side that it goes to. */
    static Stream<Arguments> requests() {
        return Stream.of(
                        Arguments.of(HandoverStep.SEQUENCES_MOVED, Side.OLD),
                        Arguments.of(HandoverStep.TAKING, Side.OLD),
                        Arguments.of(HandoverStep.TAKEN, Side.NEW),
                        Arguments.of(HandoverStep.GIVING, Side.NEW))
                .flatMap(request -> Stream.of(Cut.REQUEST, Cut.ANSWER)
                        .map(cut -> Arguments.of(request.get()[0], request.get()[1], cut)));
    }

    private static CuttingProxy before(HandoverScene scene, Side side) throws Exception {
        String url = scene.databases.url(side).substring("jdbc:".length());
        return new CuttingProxy(URI.create(url).getPort());
    }

    private static PgDatabase through(HandoverScene scene, Side side, CuttingProxy proxy) {
        String url = scene.databases.url(side).replaceFirst("localhost:\\d+", "localhost:" + proxy.port());
        return PgDatabase.open(side, url, null, null, 4);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void whatBecameOfItIsLookedAtAndNeverGuessed(HandoverStep step, Side side, Cut cut) throws Exception {
        try (HandoverScene scene = HandoverScene.create();
                CuttingProxy toOld = before(scene, Side.OLD);
                CuttingProxy toNew = before(scene, Side.NEW);
                PgDatabase old = through(scene, Side.OLD, toOld);
                PgDatabase target = through(scene, Side.NEW, toNew)) {
            scene.write(Side.OLD, "a");
            AtomicBoolean isCut = new AtomicBoolean();
            Handover handover = scene.handover(old, target, reached -> {
                if (reached == step && isCut.compareAndSet(false, true)) {
                    (side == Side.OLD ? toOld : toNew).cut(cut);
                }
            });

            boolean isKnown = isKnown(handover, scene);

            // only where the request to take away never arrived is there nothing to be seen
            assertThat(isKnown).isEqualTo(!(step == HandoverStep.SEQUENCES_MOVED && cut == Cut.REQUEST));
            scene.assertMoved(scene.hand(1), 2);
            scene.assertAuthority(Side.NEW, 2);
            scene.write(Side.NEW, "b");
            scene.assertEqual(Side.NEW, "a", "b");
        }
    }

    private static boolean isKnown(Handover handover, HandoverScene scene) {
        try {
            HandoverOutcome outcome = handover.hand(Epoch.FIRST, scene.tables, HandoverScene.BUDGET);
            scene.assertMoved(outcome, 2);
            return true;
        } catch (DatabaseUnavailable e) {
            return false;
        }
    }
}
