package dev.theseus.domain.critical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.theseus.domain.critical.CriticalProcess.Next;
import dev.theseus.domain.critical.CriticalState.Ended;
import dev.theseus.domain.critical.CriticalState.InBoth;
import dev.theseus.domain.critical.CriticalState.Left;
import dev.theseus.domain.critical.CriticalState.Open;
import dev.theseus.domain.critical.CriticalState.TakingBack;
import dev.theseus.domain.database.GrowingRest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CriticalProcessTest {

    private static final int TRIES = 3;
    private static final CriticalProcess PROCESS = new CriticalProcess(new Persistence(
            TRIES, new GrowingRest(Duration.ofMillis(10), Duration.ofMillis(15)), Duration.ofMinutes(1)));

    private static final List<CriticalEvent> EVENTS = List.of(
            new CriticalEvent.Applied(),
            new CriticalEvent.NotApplied("refused"),
            new CriticalEvent.ApplyUnknown("late"),
            new CriticalEvent.TakenOver(),
            new CriticalEvent.FoundThere(),
            new CriticalEvent.NotFoundThere(),
            new CriticalEvent.NotLooked("away"),
            new CriticalEvent.TakenBack(),
            new CriticalEvent.ChangedByOthers("1 row"),
            new CriticalEvent.NotTakenBack("away"),
            new CriticalEvent.AuthorityLeft(),
            new CriticalEvent.Noted(),
            new CriticalEvent.NotNoted("away"),
            new CriticalEvent.SettledByOthers(CriticalOutcome.CONFIRMED),
            new CriticalEvent.SettledByOthers(CriticalOutcome.TAKEN_BACK),
            new CriticalEvent.OpenedByOthers(OpenReason.TAKING_BACK_FAILS, "fails"));

    private static Next after(CriticalEvent... events) {
        return from(PROCESS.begin(), events);
    }

    private static Next from(Next begin, CriticalEvent... events) {
        Next next = begin;
        for (CriticalEvent event : events) {
            next = PROCESS.react(next.state(), event);
        }
        return next;
    }

    @Nested
    class ToItsEnd {

        @Test
        void what_the_other_side_has_is_confirmed_and_only_then_told() {
            assertThat(after(new CriticalEvent.Applied()).action())
                    .isEqualTo(new CriticalAction.Confirm(Duration.ZERO));
            assertThat(after(new CriticalEvent.Applied(), new CriticalEvent.Noted())
                            .state())
                    .isEqualTo(new Ended(CriticalOutcome.CONFIRMED, ""));
        }

        @Test
        void what_the_other_side_refuses_is_taken_back() {
            assertThat(after(new CriticalEvent.NotApplied("refused")).action())
                    .isEqualTo(new CriticalAction.TakeBack(Duration.ZERO));
            assertThat(after(new CriticalEvent.NotApplied("refused"), new CriticalEvent.TakenBack())
                            .state())
                    .isEqualTo(new Ended(CriticalOutcome.TAKEN_BACK, "refused"));
        }

        @Test
        void an_unknown_answer_is_looked_up_and_never_guessed() {
            assertThat(after(new CriticalEvent.ApplyUnknown("late")).action()).isEqualTo(new CriticalAction.Look());
            assertThat(after(new CriticalEvent.ApplyUnknown("late"), new CriticalEvent.FoundThere())
                            .action())
                    .isEqualTo(new CriticalAction.Confirm(Duration.ZERO));
            assertThat(after(new CriticalEvent.ApplyUnknown("late"), new CriticalEvent.NotFoundThere())
                            .action())
                    .isEqualTo(new CriticalAction.TakeBack(Duration.ZERO));
            assertThat(after(new CriticalEvent.ApplyUnknown("late"), new CriticalEvent.NotLooked("away"))
                            .action())
                    .isEqualTo(new CriticalAction.TakeBack(Duration.ZERO));
        }

        @Test
        void a_write_whose_node_died_is_looked_up_too() {
            assertThat(after(new CriticalEvent.TakenOver()).action()).isEqualTo(new CriticalAction.Look());
        }

        @Test
        void somebody_else_who_was_faster_is_believed() {
            assertThat(after(new CriticalEvent.Applied(), new CriticalEvent.SettledByOthers(CriticalOutcome.TAKEN_BACK))
                            .state())
                    .isInstanceOfSatisfying(
                            Ended.class, e -> assertThat(e.outcome()).isEqualTo(CriticalOutcome.TAKEN_BACK));
        }
    }

    @Nested
    class WhatFails {

        @Test
        void taking_back_rests_longer_and_longer_and_is_open_in_the_end() {
            CriticalEvent refused = new CriticalEvent.NotApplied("refused");
            CriticalEvent fails = new CriticalEvent.NotTakenBack("23505");
            assertThat(after(refused, fails).action()).isEqualTo(new CriticalAction.TakeBack(Duration.ofMillis(10)));
            assertThat(after(refused, fails, fails).action())
                    .isEqualTo(new CriticalAction.TakeBack(Duration.ofMillis(15)));
            assertThat(after(refused, fails, fails, fails).action())
                    .isEqualTo(
                            new CriticalAction.NoteOpen(OpenReason.TAKING_BACK_FAILS, "23505", Duration.ofMinutes(1)));
        }

        @Test
        void an_open_one_is_tried_once_each_time_and_told_again() {
            Next again = PROCESS.again(OpenReason.TAKING_BACK_FAILS, "23505");
            assertThat(again.action()).isEqualTo(new CriticalAction.TakeBack(Duration.ZERO));
            assertThat(from(again, new CriticalEvent.NotTakenBack("23505")).action())
                    .isInstanceOf(CriticalAction.NoteOpen.class);
            assertThat(from(again, new CriticalEvent.TakenBack()).state())
                    .isEqualTo(new Ended(CriticalOutcome.TAKEN_BACK, "23505"));
        }

        @Test
        void rows_of_others_are_left_and_closed_when_both_sides_have_them() {
            CriticalEvent refused = new CriticalEvent.NotApplied("refused");
            assertThat(after(refused, new CriticalEvent.ChangedByOthers("1 row"))
                            .action())
                    .isEqualTo(
                            new CriticalAction.NoteOpen(OpenReason.CHANGED_BY_OTHERS, "1 row", Duration.ofMinutes(1)));
            Next again = PROCESS.again(OpenReason.CHANGED_BY_OTHERS, "1 row");
            assertThat(again.action()).isEqualTo(new CriticalAction.Look());
            assertThat(from(again, new CriticalEvent.FoundThere()).action())
                    .isEqualTo(new CriticalAction.NoteStanding());
            assertThat(from(again, new CriticalEvent.FoundThere(), new CriticalEvent.Noted())
                            .state())
                    .isEqualTo(new Ended(CriticalOutcome.STANDS, "1 row"));
            assertThat(from(again, new CriticalEvent.NotLooked("away")).action())
                    .isInstanceOf(CriticalAction.NoteOpen.class);
        }

        @Test
        void nobody_is_told_of_success_that_could_not_be_noted() {
            CriticalEvent away = new CriticalEvent.NotNoted("away");
            assertThat(after(new CriticalEvent.Applied(), away).action())
                    .isEqualTo(new CriticalAction.Confirm(Duration.ofMillis(10)));
            assertThat(after(new CriticalEvent.Applied(), away, away, away).state())
                    .isInstanceOf(Left.class);
        }

        @Test
        void after_authority_moved_nothing_is_taken_back() {
            CriticalEvent unknown = new CriticalEvent.ApplyUnknown("authority moved");
            Next left = after(unknown, new CriticalEvent.NotFoundThere(), new CriticalEvent.AuthorityLeft());
            assertThat(left.action()).isEqualTo(new CriticalAction.Look());
            assertThat(from(left, new CriticalEvent.FoundThere()).state()).isInstanceOf(InBoth.class);
            assertThat(from(left, new CriticalEvent.NotFoundThere()).state())
                    .isInstanceOfSatisfying(
                            Open.class, o -> assertThat(o.reason()).isEqualTo(OpenReason.AUTHORITY_LEFT));
        }

        @Test
        void a_write_that_was_said_to_be_taken_back_is_never_confirmed() {
            Next again = PROCESS.again(OpenReason.TAKING_BACK_FAILS, "23505");
            assertThat(reachable(again)).noneMatch(InBoth.class::isInstance);
        }
    }

    /** Every state is left by some event, nothing goes on for ever, and every other event is refused. */
    @Test
    void every_event_in_every_state_has_its_effect_or_is_refused() {
        TreeMap<String, Set<String>> effects = new TreeMap<>();
        for (CriticalState state : reachable(PROCESS.begin())) {
            for (CriticalEvent event : EVENTS) {
                String name = state.getClass().getSimpleName();
                try {
                    Next next = PROCESS.react(state, event);
                    effects.computeIfAbsent(name, n -> new HashSet<>())
                            .add(event.getClass().getSimpleName() + " -> "
                                    + next.state().getClass().getSimpleName());
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining(name);
                }
            }
        }
        assertThat(effects.keySet()).containsExactly("Doubtful", "InBoth", "Open", "Standing", "TakingBack", "Written");
        assertThat(effects.get("Written"))
                .containsExactlyInAnyOrder(
                        "Applied -> InBoth",
                        "NotApplied -> TakingBack",
                        "ApplyUnknown -> Doubtful",
                        "TakenOver -> Doubtful");
        assertThat(effects.get("Doubtful"))
                .containsExactlyInAnyOrder(
                        "FoundThere -> InBoth",
                        "NotFoundThere -> TakingBack",
                        "NotFoundThere -> Open",
                        "NotLooked -> TakingBack",
                        "NotLooked -> Open");
        assertThat(effects.get("InBoth"))
                .containsExactlyInAnyOrder(
                        "Noted -> Ended",
                        "NotNoted -> InBoth",
                        "NotNoted -> Left",
                        "SettledByOthers -> Ended",
                        "OpenedByOthers -> Open");
        assertThat(effects.get("TakingBack"))
                .containsExactlyInAnyOrder(
                        "TakenBack -> Ended",
                        "NotTakenBack -> TakingBack",
                        "NotTakenBack -> Open",
                        "ChangedByOthers -> Open",
                        "AuthorityLeft -> Doubtful",
                        "SettledByOthers -> Ended");
        assertThat(effects.get("Standing"))
                .containsExactlyInAnyOrder("Noted -> Ended", "NotNoted -> Left", "SettledByOthers -> Ended");
        assertThat(effects.get("Open"))
                .containsExactlyInAnyOrder(
                        "FoundThere -> Standing",
                        "NotFoundThere -> Open",
                        "NotLooked -> Open",
                        "Noted -> Open",
                        "NotNoted -> Left",
                        "SettledByOthers -> Ended");
    }

    /** Whatever fails, it fails a bounded number of times before somebody is told. */
    @Test
    void everything_comes_to_a_stop() {
        assertThatIllegalStateException()
                .isThrownBy(() -> PROCESS.react(new Ended(CriticalOutcome.CONFIRMED, ""), new CriticalEvent.Noted()));
        for (CriticalState state : reachable(PROCESS.begin())) {
            if (state instanceof TakingBack takingBack) {
                assertThat(takingBack.failed()).isLessThan(TRIES);
            }
            if (state instanceof InBoth inBoth) {
                assertThat(inBoth.failed()).isLessThan(TRIES);
            }
        }
    }

    /** All states that some sequence of events leads to; finite, since failures are counted up to a limit. */
    private static List<CriticalState> reachable(Next begin) {
        Set<CriticalState> seen = new HashSet<>();
        Deque<CriticalState> open = new ArrayDeque<>(List.of(begin.state()));
        while (!open.isEmpty()) {
            CriticalState state = open.poll();
            if (!seen.add(state)) {
                continue;
            }
            assertThat(seen).hasSizeLessThan(2_000);
            for (CriticalEvent event : EVENTS) {
                try {
                    open.add(PROCESS.react(state, event).state());
                } catch (IllegalStateException refused) {
                    assertThat(refused).hasMessageContaining("can't meet");
                }
            }
        }
        return new ArrayList<>(seen);
    }
}
