package dev.theseus.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.routing.Route.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutingSnapshotTest {

    private static final String SELF = "node-1";
    private static final ReadTarget ROW = ReadTarget.row(1, RowKey.of("17"));
    private static final Standing GOOD = new Standing(1_000, Duration.ZERO, Set.of(), Set.of());
    private static final List<String> NAMES = List.of("a", "b", "c");

    private static RolloutPolicy policy(
            double percentage, Set<String> segments, Set<String> regions, Set<String> services) {
        return new RolloutPolicy(
                percentage, segments, regions, services, Switch.ON, Switch.OFF, 0, 0, Duration.ofSeconds(1));
    }

    private static RolloutPolicy everybody() {
        return policy(100, Set.of(), Set.of(), Set.of());
    }

    private static RoutingSnapshot snapshot(RolloutPolicy policy, Standing standing) {
        return new RoutingSnapshot(new Rollout(1, Epoch.FIRST, Phase.RAMPING, policy), standing);
    }

    private static Route route(RolloutPolicy policy, RequestContext context) {
        return snapshot(policy, GOOD).route(context, ROW, SELF);
    }

    private static RolloutPolicy anyPolicy(Random die, double percentage) {
        return policy(percentage, names(die), names(die), names(die));
    }

    private static Set<String> names(Random die) {
        Set<String> names = new HashSet<>();
        NAMES.forEach(name -> {
            if (die.nextInt(3) == 0) {
                names.add(name);
            }
        });
        return names;
    }

    private static RequestContext anyRequest(Random die) {
        RequestContext context = RequestContext.of("user-" + die.nextInt(100_000));
        context = die.nextInt(4) == 0 ? context : context.withSegment(any(die));
        context = die.nextInt(4) == 0 ? context : context.withRegion(any(die));
        return die.nextInt(4) == 0 ? context : context.withService(any(die));
    }

    private static String any(Random die) {
        return NAMES.get(die.nextInt(NAMES.size()));
    }

    @Test
    void the_same_request_gets_the_same_answer_on_every_node() {
        Seeds.forEach(die -> {
            RolloutPolicy policy = anyPolicy(die, die.nextInt(101));
            RequestContext context = anyRequest(die);
            RequestContext again = RequestContext.of(context.subject().orElseThrow());
            again = context.segment().map(again::withSegment).orElse(again);
            again = context.region().map(again::withRegion).orElse(again);
            again = context.service().map(again::withService).orElse(again);

            assertThat(snapshot(policy, GOOD).route(again, ROW, "another node")).isSameAs(route(policy, context));
        });
    }

    @Test
    void raising_the_percentage_moves_nobody_back_to_old() {
        Seeds.forEach(die -> {
            double low = die.nextDouble() * 100;
            double high = low + die.nextDouble() * (100 - low);
            RolloutPolicy policy = anyPolicy(die, low);
            RequestContext context = anyRequest(die);

            if (route(policy, context).side() == Side.NEW) {
                assertThat(route(policy.withPercentage(high), context).side()).isEqualTo(Side.NEW);
            }
            assertThat(route(policy.withPercentage(0), context).side()).isEqualTo(Side.OLD);
        });
    }

    @Test
    void segments_regions_and_services_narrow_who_is_eligible() {
        Seeds.forEach(die -> {
            RolloutPolicy policy = anyPolicy(die, 100);
            RequestContext context = anyRequest(die);
            boolean eligible = isIn(policy.segments(), context.segment().orElse("none"))
                    && isIn(policy.regions(), context.region().orElse("none"))
                    && isIn(policy.services(), context.service().orElse("none"));

            assertThat(route(policy, context).side()).isEqualTo(eligible ? Side.NEW : Side.OLD);
        });
    }

    private static boolean isIn(Set<String> eligible, String name) {
        return eligible.isEmpty() || eligible.contains(name);
    }

    @Test
    void whoever_reads_from_new_by_more_people_was_told_apart_from_those_who_did_before() {
        Seeds.forEach(die -> {
            RolloutPolicy before = anyPolicy(die, die.nextInt(101));
            RolloutPolicy after = anyPolicy(die, die.nextInt(101));
            RequestContext context = anyRequest(die);

            if (route(after, context).side() == Side.NEW
                    && route(before, context).side() == Side.OLD) {
                assertThat(after.letsInMoreThan(before)).isTrue();
            }
        });
    }

    @Test
    void a_hundred_percent_takes_everybody_even_without_a_subject() {
        assertThat(route(everybody(), RequestContext.ANONYMOUS)).isEqualTo(Route.to(Side.NEW, Reason.BUCKET_INSIDE));
        assertThat(route(everybody().withPercentage(99.9), RequestContext.ANONYMOUS))
                .isEqualTo(Route.to(Side.OLD, Reason.NO_SUBJECT));
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void nobody_reads_from_new_before_ramping_or_once_it_is_taken_back(Phase phase) {
        RoutingSnapshot snapshot = new RoutingSnapshot(new Rollout(1, Epoch.FIRST, phase, everybody()), GOOD);

        assertThat(snapshot.route(RequestContext.of("u"), ROW, SELF))
                .isEqualTo(
                        PhaseTable.hasReached(phase, Phase.RAMPING)
                                ? Route.to(Side.NEW, Reason.BUCKET_INSIDE)
                                : Route.to(Side.OLD, Reason.PHASE));
    }

    @Test
    void failing_nodes_send_all_others_to_old_but_each_alone_tries_by_its_own_breaker() {
        assertThat(reason(new Standing(1_000, Duration.ZERO, Set.of(), Set.of("node-2"))))
                .isEqualTo(Reason.SUSPENDED);
        assertThat(reason(new Standing(1_000, Duration.ZERO, Set.of(), Set.of(SELF))))
                .isEqualTo(Reason.BUCKET_INSIDE);
        assertThat(reason(new Standing(1_000, Duration.ZERO, Set.of(), Set.of(SELF, "node-2"))))
                .isEqualTo(Reason.SUSPENDED);
    }

    @Test
    void a_table_with_rows_set_aside_and_a_lag_beyond_the_limit_are_read_from_old() {
        assertThat(reason(new Standing(1_000, Duration.ZERO, Set.of(1), Set.of())))
                .isEqualTo(Reason.SET_ASIDE);
        assertThat(reason(new Standing(1_000, Duration.ZERO, Set.of(2), Set.of())))
                .isEqualTo(Reason.BUCKET_INSIDE);
        assertThat(reason(new Standing(1_000, Duration.ofSeconds(1), Set.of(), Set.of())))
                .isEqualTo(Reason.BUCKET_INSIDE);
        assertThat(reason(new Standing(1_000, Duration.ofMillis(1_001), Set.of(), Set.of())))
                .isEqualTo(Reason.LAG);
    }

    private static Reason reason(Standing standing) {
        return snapshot(everybody(), standing)
                .route(RequestContext.of("u"), ROW, SELF)
                .reason();
    }

    @Test
    void a_reader_of_its_own_write_waits_on_old_until_new_has_it() {
        RequestContext reader =
                RequestContext.of("u").after(new ConsistencyToken(Epoch.FIRST, 1_000, Set.of(ROW.fingerprint())));
        RoutingSnapshot before = snapshot(everybody(), GOOD);
        RoutingSnapshot passed = snapshot(everybody(), new Standing(1_001, Duration.ZERO, Set.of(), Set.of()));

        assertThat(before.route(reader, ReadTarget.many(1), SELF).reason()).isEqualTo(Reason.WRITE_NOT_PASSED);
        assertThat(before.route(reader, ROW, SELF).reason()).isEqualTo(Reason.BUCKET_INSIDE);
        assertThat(passed.route(reader, ReadTarget.many(1), SELF).reason()).isEqualTo(Reason.BUCKET_INSIDE);
    }

    @Test
    void once_new_has_authority_it_answers_everybody() {
        RoutingSnapshot snapshot = new RoutingSnapshot(
                new Rollout(1, new Epoch(2), Phase.RAMPING, RolloutPolicy.NOBODY), Standing.UNKNOWN);

        assertThat(snapshot.route(RequestContext.ANONYMOUS, ROW, SELF)).isEqualTo(Route.to(Side.NEW, Reason.AUTHORITY));
    }
}
