package dev.theseus.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.definition.DefinitionChange.Weight;
import dev.theseus.domain.definition.DefinitionRules.Role;
import dev.theseus.domain.definition.Trait.Kind;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DefinitionRulesTest {

    private static final TableName USERS = new TableName("public", "users");

    /** Carries id and email; leaves note behind. */
    private static final TablePlan PLAN = new TablePlan(
            1, USERS, USERS, List.of("id"), List.of("id", "email"), ExistingRows.REFUSE, CaptureMode.AUTOMATIC);

    private static final Definition KEPT = Definition.of(Map.of(
            new Trait(Kind.TABLE, ""), "ordinary 100",
            Trait.column("id"), "bigint",
            Trait.column("email"), "text",
            Trait.column("note"), "text",
            new Trait(Kind.NOT_NULL, "id"), "NOT NULL",
            new Trait(Kind.NOT_NULL, "email"), "NOT NULL",
            new Trait(Kind.KEY, "id"), "unique",
            new Trait(Kind.CAPTURE_TRIGGER, "theseus_capture_insert"), "fires in every session"));

    private static WatchedTable users(Side side) {
        return WatchedTable.of(PLAN, side).getFirst();
    }

    private static Definition with(Kind kind, String name, String value) {
        TreeMap<Trait, String> traits = new TreeMap<>(KEPT.traits());
        traits.put(new Trait(kind, name), value);
        return new Definition(traits);
    }

    private static Definition without(Kind kind, String name) {
        TreeMap<Trait, String> traits = new TreeMap<>(KEPT.traits());
        traits.remove(new Trait(kind, name));
        return new Definition(traits);
    }

    private static Weight weight(Role role, Definition now) {
        List<DefinitionChange> changes = DefinitionRules.changes(
                users(role == Role.SOURCE ? Side.OLD : Side.NEW), role, KEPT, now);
        assertThat(changes).hasSize(1);
        return changes.getFirst().weight();
    }

    @Test
    void a_table_that_is_as_it_was_has_no_changes() {
        assertThat(DefinitionRules.changes(users(Side.OLD), Role.SOURCE, KEPT, KEPT))
                .isEmpty();
    }

    @Test
    void of_a_table_that_is_gone_nothing_else_is_told() {
        assertThat(DefinitionRules.changes(users(Side.OLD), Role.SOURCE, KEPT, Definition.NOTHING))
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.weight()).isEqualTo(Weight.STOPS);
                    assertThat(c.text())
                            .isEqualTo(
                                    "table public.users of the old database: it is gone (found by comparing definitions)");
                });
    }

    @Nested
    class OfTheSource {

        @Test
        void a_column_that_the_plan_does_not_know_stops() {
            TreeMap<Trait, String> traits = new TreeMap<>(KEPT.traits());
            traits.put(Trait.column("phone"), "text");
            traits.put(new Trait(Kind.NOT_NULL, "phone"), "NOT NULL");
            traits.put(new Trait(Kind.DEFAULT, "phone"), "''::text");

            assertThat(DefinitionRules.changes(users(Side.OLD), Role.SOURCE, KEPT, new Definition(traits)))
                    .singleElement()
                    .satisfies(c -> {
                        assertThat(c.weight()).isEqualTo(Weight.STOPS);
                        assertThat(c.text()).contains("public.users", "column phone was added: text");
                    });
        }

        @Test
        void a_column_that_the_server_computes_loses_nothing() {
            TreeMap<Trait, String> traits = new TreeMap<>(KEPT.traits());
            traits.put(Trait.column("domain"), "text");
            traits.put(new Trait(Kind.GENERATED, "domain"), "GENERATED ALWAYS AS (split_part(email, '@'::text, 2))");

            assertThat(DefinitionRules.changes(users(Side.OLD), Role.SOURCE, KEPT, new Definition(traits)))
                    .extracting(DefinitionChange::weight)
                    .containsExactly(Weight.NOTED);
        }

        @Test
        void what_becomes_of_a_column_that_is_left_behind_is_only_noted() {
            assertThat(weight(Role.SOURCE, without(Kind.COLUMN, "note"))).isEqualTo(Weight.NOTED);
            assertThat(weight(Role.SOURCE, with(Kind.COLUMN, "note", "varchar(9)")))
                    .isEqualTo(Weight.NOTED);
        }

        @Test
        void what_becomes_of_a_carried_column_stops() {
            assertThat(weight(Role.SOURCE, without(Kind.COLUMN, "id"))).isEqualTo(Weight.STOPS);
            assertThat(weight(Role.SOURCE, with(Kind.COLUMN, "email", "varchar(9)")))
                    .isEqualTo(Weight.STOPS);
            assertThat(weight(Role.SOURCE, with(Kind.TYPE, "email", "labels a, b")))
                    .isEqualTo(Weight.STOPS);
            assertThat(weight(Role.SOURCE, with(Kind.GENERATED, "email", "GENERATED ALWAYS AS ('x')")))
                    .isEqualTo(Weight.STOPS);
        }

        @Test
        void a_dropped_column_is_told_once() {
            TreeMap<Trait, String> traits = new TreeMap<>(KEPT.traits());
            traits.remove(Trait.column("email"));
            traits.remove(new Trait(Kind.NOT_NULL, "email"));

            assertThat(DefinitionRules.changes(users(Side.OLD), Role.SOURCE, KEPT, new Definition(traits)))
                    .singleElement()
                    .satisfies(c -> assertThat(c.text()).contains("column email was dropped"));
        }

        @Test
        void allowing_null_stops_and_forbidding_it_does_not() {
            assertThat(weight(Role.SOURCE, without(Kind.NOT_NULL, "email"))).isEqualTo(Weight.STOPS);
            assertThat(weight(Role.SOURCE, with(Kind.NOT_NULL, "note", "NOT NULL")))
                    .isEqualTo(Weight.NOTED);
        }

        @Test
        void key_unique_indexes_and_our_triggers_stop() {
            assertThat(weight(Role.SOURCE, without(Kind.KEY, "id"))).isEqualTo(Weight.STOPS);
            assertThat(weight(Role.SOURCE, with(Kind.UNIQUE, "users_email", "UNIQUE (email)")))
                    .isEqualTo(Weight.STOPS);
            assertThat(weight(Role.SOURCE, without(Kind.CAPTURE_TRIGGER, "theseus_capture_insert")))
                    .isEqualTo(Weight.STOPS);
            assertThat(weight(Role.SOURCE, with(Kind.CAPTURE_TRIGGER, "theseus_capture_insert", "does not fire")))
                    .isEqualTo(Weight.STOPS);
            assertThat(weight(Role.SOURCE, with(Kind.CAPTURE_GAP, "7", "off"))).isEqualTo(Weight.STOPS);
        }

        @Test
        void a_trigger_of_ours_that_comes_is_our_own_doing() {
            Definition now = with(Kind.CAPTURE_TRIGGER, "theseus_capture_truncate on part", "fires in every session");

            assertThat(DefinitionRules.changes(users(Side.OLD), Role.SOURCE, KEPT, now))
                    .isEmpty();
        }

        @Test
        void a_partition_that_goes_takes_its_triggers_with_it() {
            Definition kept = Definition.of(Map.of(
                    new Trait(Kind.PARTITION, "public.p1"), "DEFAULT",
                    new Trait(Kind.CAPTURE_TRIGGER, "theseus_capture_insert on public.p1"), "fires in every session"));

            assertThat(DefinitionRules.changes(users(Side.OLD), Role.SOURCE, kept, Definition.NOTHING))
                    .singleElement()
                    .satisfies(c -> {
                        assertThat(c.weight()).isEqualTo(Weight.NOTED);
                        assertThat(c.text()).contains("partition public.p1 was dropped");
                    });
        }

        @Test
        void what_refuses_nothing_is_only_noted() {
            for (Kind kind : List.of(
                    Kind.INDEX, Kind.COMMENT, Kind.STATISTICS, Kind.GRANTS, Kind.TRIGGER, Kind.CHECK, Kind.COMMAND)) {
                assertThat(weight(Role.SOURCE, with(kind, "x", "y"))).as("%s", kind).isEqualTo(Weight.NOTED);
            }
        }

        @Test
        void a_default_matters_where_rows_that_come_back_depend_on_it() {
            Definition kept = Definition.of(Map.of(
                    Trait.column("id"), "bigint",
                    Trait.column("note"), "text",
                    new Trait(Kind.NOT_NULL, "note"), "NOT NULL",
                    new Trait(Kind.DEFAULT, "note"), "''::text",
                    new Trait(Kind.DEFAULT, "id"), "1"));
            TreeMap<Trait, String> traits = new TreeMap<>(kept.traits());
            traits.remove(new Trait(Kind.DEFAULT, "note"));
            traits.remove(new Trait(Kind.DEFAULT, "id"));

            assertThat(DefinitionRules.changes(users(Side.OLD), Role.SOURCE, kept, new Definition(traits)))
                    .extracting(c -> c.trait().name(), DefinitionChange::weight)
                    .containsExactly(
                            tuple("id", Weight.NOTED),
                            tuple("note", Weight.STOPS));
        }
    }

    @Nested
    class OfTheTarget {

        @Test
        void a_further_column_stops_only_if_rows_without_it_are_refused() {
            assertThat(weight(Role.TARGET, with(Kind.COLUMN, "phone", "text"))).isEqualTo(Weight.NOTED);
            TreeMap<Trait, String> traits = new TreeMap<>(KEPT.traits());
            traits.put(Trait.column("phone"), "text");
            traits.put(new Trait(Kind.NOT_NULL, "phone"), "NOT NULL");

            assertThat(DefinitionRules.changes(users(Side.NEW), Role.TARGET, KEPT, new Definition(traits)))
                    .extracting(DefinitionChange::weight)
                    .containsExactly(Weight.STOPS);
        }

        @Test
        void what_would_refuse_rows_stops() {
            assertThat(weight(Role.TARGET, with(Kind.CHECK, "short", "CHECK (length(email) < 9)")))
                    .isEqualTo(Weight.STOPS);
            assertThat(weight(Role.TARGET, with(Kind.NOT_NULL, "note", "NOT NULL")))
                    .isEqualTo(Weight.STOPS);
            assertThat(weight(Role.TARGET, with(Kind.COLUMN, "email", "varchar(9)")))
                    .isEqualTo(Weight.STOPS);
            assertThat(weight(Role.TARGET, without(Kind.KEY, "id"))).isEqualTo(Weight.STOPS);
        }

        @Test
        void allowing_null_is_only_noted() {
            assertThat(weight(Role.TARGET, without(Kind.NOT_NULL, "email"))).isEqualTo(Weight.NOTED);
        }
    }

    @Nested
    class OfAMapping {

        @Test
        void an_sql_expression_may_speak_of_any_column() {
            Image forward = new Image(
                    List.of("id"),
                    List.of("id"),
                    List.of(MappedColumn.same("id"), new MappedColumn("name", new Expression.Sql("t.a || t.b"))),
                    List.of(),
                    Optional.empty());
            TablePlan plan = new TablePlan(
                    1,
                    USERS,
                    USERS,
                    new Mapping(1, Optional.of(forward), Optional.empty()),
                    ExistingRows.REFUSE,
                    CaptureMode.AUTOMATIC);

            assertThat(WatchedTable.of(plan, Side.OLD)).singleElement().satisfies(t -> {
                assertThat(t.carries("a")).isTrue();
                assertThat(t.written()).isEmpty();
            });
            assertThat(WatchedTable.of(plan, Side.NEW)).singleElement().satisfies(t -> {
                assertThat(t.carries("name")).isTrue();
                assertThat(t.carries("a")).isFalse();
            });
        }

        @Test
        void a_joined_table_is_watched_too() {
            Image forward = new Image(
                    List.of("id"),
                    List.of("id"),
                    List.of(MappedColumn.same("id"), new MappedColumn("text", new Expression.Sql("n.text"))),
                    List.of(new Join("n", new TableName("public", "notes"), List.of("user_id"))),
                    Optional.empty());
            TablePlan plan = new TablePlan(
                    1,
                    USERS,
                    USERS,
                    new Mapping(1, Optional.of(forward), Optional.empty()),
                    ExistingRows.REFUSE,
                    CaptureMode.AUTOMATIC);

            assertThat(WatchedTable.of(plan, Side.OLD))
                    .extracting(WatchedTable::name, WatchedTable::key)
                    .containsExactly(
                            tuple(USERS, List.of("id")),
                            tuple(
                                    new TableName("public", "notes"), List.of("user_id")));
        }
    }
}
