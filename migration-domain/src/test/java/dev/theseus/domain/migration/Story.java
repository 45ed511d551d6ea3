package dev.theseus.domain.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Given events, when a command comes, then these events follow. */
public final class Story {

    private final List<MigrationEvent> events;

    private Story(List<MigrationEvent> events) {
        this.events = List.copyOf(events);
    }

    public static Story given(MigrationEvent... events) {
        return new Story(List.of(events));
    }

    /** Goes on after commands, each of which must be obeyed. */
    public Story and(MigrationCommand... commands) {
        Story story = this;
        for (MigrationCommand command : commands) {
            story = story.after(command);
        }
        return story;
    }

    private Story after(MigrationCommand command) {
        List<MigrationEvent> more = new ArrayList<>(events);
        List<MigrationEvent> decided = Migration.decide(state(), command);
        assertThat(decided).noneMatch(MigrationEvent.AdvanceRefused.class::isInstance);
        more.addAll(decided);
        return new Story(more);
    }

    public MigrationState state() {
        MigrationState state = Migration.INITIAL;
        for (MigrationEvent event : events) {
            state = Migration.evolve(state, event);
        }
        return state;
    }

    public List<MigrationEvent> events() {
        return events;
    }

    public Outcome when(MigrationCommand command) {
        return new Outcome(this, command);
    }

    /** What a command leads to. */
    public record Outcome(Story story, MigrationCommand command) {

        public void then(MigrationEvent... expected) {
            assertThat(Migration.decide(story.state(), command)).containsExactly(expected);
        }

        public void thenNothing() {
            then();
        }

        public void thenEvents(Class<?>... expected) {
            assertThat(Migration.decide(story.state(), command).stream().<Class<?>>map(Object::getClass))
                    .containsExactly(expected);
        }

        public void thenRefused(String... parts) {
            assertThatThrownBy(() -> Migration.decide(story.state(), command))
                    .isInstanceOf(IllegalTransition.class)
                    .satisfies(
                            e -> Stream.of(parts).forEach(part -> assertThat(e).hasMessageContaining(part)));
        }
    }
}
