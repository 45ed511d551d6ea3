package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.Severity;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.keymap.KeyMap.End;
import dev.theseus.domain.keymap.KeyMap.Given;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.plan.TablePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of mappings when they meet the catalogues: tables are told as `name: column type, …`, the key first. */
class MappingResolutionTest {

    @TempDir
    private Path directory;

    private final Tables old = new Tables();
    private final Tables target = new Tables();

    @Test
    void a_renamed_column_goes_back_under_its_old_name_and_what_is_not_mentioned_stays() throws IOException {
        old.has("users: id integer, email text, name text");
        target.has("users: id bigint, email text, full_name text");

        TablePlan plan = onlyPlan("""
                  - table: public.users
                    columns: { full_name: name }
                """);

        assertThat(columns(plan.mapping().forward())).containsExactly("id = id", "email = email", "full_name = name");
        assertThat(columns(plan.mapping().reverse())).containsExactly("id = id", "email = email", "name = full_name");
        assertThat(plan.mapping().forward().orElseThrow().keepsKey()).isTrue();
    }

    @Test
    void a_key_under_another_name_is_found_in_new() throws IOException {
        old.has("users: id integer, name text");
        target.has("people: person_id integer, name text");

        TablePlan plan = onlyPlan("""
                  - table: public.users
                    target: public.people
                    columns: { person_id: id }
                """);

        assertThat(plan.mapping().forward().orElseThrow().targetKey()).containsExactly("person_id");
        assertThat(plan.mapping().reverse().orElseThrow().sourceKey()).containsExactly("person_id");
        assertThat(plan.mapping().reverse().orElseThrow().targetKey()).containsExactly("id");
    }

    @Test
    void each_kind_that_can_be_inverted_is_inverted() throws IOException {
        old.has("item: id integer, status text, price text, made timestamp without time zone, note text?, data jsonb?");
        target.has("item: id integer, state smallint, price numeric(10,2), made timestamp with time zone, note text,"
                + " city text?, rest jsonb?");

        TablePlan plan = onlyPlan("""
                  - table: public.item
                    columns:
                      state: { column: status, values: { new: 1, it's: 2 } }
                      price: { cast: price }
                      made: { zone: Europe/Berlin }
                      note: { default: none }
                      city: { json: [data, city] }
                      rest: { json: data }
                """);

        String state = columns(plan.mapping().forward()).get(1);
        assertThat(state)
                .startsWith("state: CAST(CASE WHEN t.\"status\" IS NULL THEN NULL"
                        + " WHEN CAST(t.\"status\" AS text) = 'new' THEN '1'"
                        + " WHEN CAST(t.\"status\" AS text) = 'it''s' THEN '2' ELSE ")
                .endsWith(" AS smallint)");
        assertThat(columns(plan.mapping().forward()).stream().filter(c -> !c.startsWith("state")))
                .containsExactly(
                        "id = id",
                        "price: CAST(t.\"price\" AS numeric(10,2))",
                        "made: t.\"made\" AT TIME ZONE 'Europe/Berlin'",
                        "note: coalesce(t.\"note\", CAST('none' AS text))",
                        "city: CAST(t.\"data\" ->> 'city' AS text)",
                        "rest: t.\"data\" - 'city'");
        assertThat(columns(plan.mapping().reverse()))
                .contains(
                        "price: CAST(t.\"price\" AS text)",
                        "made: t.\"made\" AT TIME ZONE 'Europe/Berlin'",
                        "note: nullif(t.\"note\", CAST('none' AS text))")
                .anySatisfy(c -> assertThat(c).startsWith("status: CAST(CASE").contains("= '1' THEN 'new'"))
                .anySatisfy(c -> assertThat(c)
                        .startsWith("data: CASE WHEN t.\"rest\" IS NULL")
                        .contains("'city'"));
    }

    @Test
    void a_table_that_is_split_comes_back_by_a_join() throws IOException {
        old.has("users: id integer, name text, phone text?, fax text?");
        target.has("users: id integer, name text", "contact: user_id integer, phone text?, fax text?");

        Resolution resolution = resolve("""
                  - { table: public.users }
                  - table: public.users
                    target: public.contact
                    columns: { user_id: id }
                    where: t.phone IS NOT NULL
                """);

        assertThat(stops(resolution)).isEmpty();
        TablePlan first = resolution.tables().get(0);
        TablePlan second = resolution.tables().get(1);
        assertThat(columns(first.mapping().forward())).containsExactly("id = id", "name = name");
        assertThat(columns(second.mapping().forward())).containsExactly("user_id = id", "phone = phone", "fax = fax");
        assertThat(second.mapping().forward().orElseThrow().filter()).contains("t.phone IS NOT NULL");
        assertThat(second.mapping().reverse()).isEmpty();
        assertThat(first.mapping().reverse().orElseThrow().joins())
                .containsExactly(new Join("contact", new TableName("public", "contact"), List.of("user_id")));
        assertThat(columns(first.mapping().reverse()))
                .containsExactly("id = id", "name = name", "phone: \"contact\".\"phone\"", "fax: \"contact\".\"fax\"");
    }

    @Test
    void tables_that_are_merged_travel_by_a_join_and_each_goes_back_on_its_own() throws IOException {
        old.has("person: id integer, name text", "address: person integer, city text?");
        target.has("person: id integer, name text, city text?");

        Resolution resolution = resolve("""
                  - { table: public.person, as: p }
                  - table: public.address
                    target: public.person
                    as: a
                    where-back: t.city IS NOT NULL
                """);

        assertThat(stops(resolution)).isEmpty();
        TablePlan address = resolution.tables().get(0);
        TablePlan person = resolution.tables().get(1);
        assertThat(person.mapping().forward().orElseThrow().joins())
                .containsExactly(new Join("a", new TableName("public", "address"), List.of("person")));
        assertThat(columns(person.mapping().forward()))
                .containsExactly("id = id", "name = name", "city: \"a\".\"city\"");
        assertThat(columns(person.mapping().reverse())).containsExactly("id = id", "name = name");
        assertThat(address.mapping().forward()).isEmpty();
        assertThat(columns(address.mapping().reverse())).containsExactly("person = id", "city = city");
        assertThat(address.mapping().reverse().orElseThrow().filter()).contains("t.city IS NOT NULL");
    }

    @Test
    void what_has_no_way_back_stops_until_its_loss_is_declared_by_name() throws IOException {
        old.has("users: id integer, name text?, fax text?");
        target.has("users: id integer, initial text?, migrated_at text?");
        String mapping = """
                  - table: public.users
                    columns: { initial: { sql: "left(t.name, 1)" } }
                """;

        assertThat(stops(resolve(mapping)))
                .anySatisfy(m -> assertThat(m).contains("loss public.users", "column name has no way back"))
                .anySatisfy(m -> assertThat(m).contains("column fax has no way back", "`drop: [fax]`"))
                .anySatisfy(m -> assertThat(m).contains("column initial has no way back"))
                .anySatisfy(m -> assertThat(m).contains("column migrated_at has no way back"))
                .hasSize(4);
        Resolution declared = resolve(mapping + "    drop: [fax]\n    loses: [name, initial, migrated_at]\n");
        assertThat(stops(declared)).isEmpty();
        assertThat(columns(declared.tables().getFirst().mapping().reverse())).containsExactly("id = id");
    }

    @Test
    void a_declared_loss_that_goes_back_all_the_same_is_left_out_of_comparisons() throws IOException {
        old.has("users: id integer, name text");
        target.has("users: id integer, first text, last text");

        Image back = onlyPlan("""
                  - table: public.users
                    columns:
                      first: { sql: "split_part(t.name, ' ', 1)" }
                      last: { sql: "split_part(t.name, ' ', 2)", back: { name: "t.first || ' ' || t.last" } }
                    loses: [name]
                """).mapping().reverse().orElseThrow();

        assertThat(back.losses()).containsExactly("name");
        assertThat(back.comparedColumns()).extracting(c -> c.name()).containsExactly("id");
    }

    @Test
    void what_is_not_null_needs_a_value_on_both_ways() throws IOException {
        old.has("users: id integer, name text, fax text");
        target.has("users: id integer, name text, country text");

        assertThat(stops(resolve("  - { table: public.users, drop: [fax] }\n")))
                .anySatisfy(m -> assertThat(m).contains("required-column", "column country is NOT NULL"))
                .anySatisfy(m -> assertThat(m).contains("required-column", "column fax is NOT NULL", "born in new"));
        assertThat(stops(resolve("""
                  - table: public.users
                    columns: { country: { value: DE } }
                    back: { fax: "''" }
                    loses: [country, fax]
                """))).isEmpty();
    }

    @Test
    void a_time_needs_a_zone_and_a_type_a_cast() throws IOException {
        old.has("t: id integer, at timestamp without time zone, n text");
        target.has("t: id integer, at timestamp with time zone, n integer");

        assertThat(stops(resolve("  - { table: public.t, version: 2 }\n")))
                .anySatisfy(m -> assertThat(m).contains("column-type", "`at: { column: at, zone: Europe/Berlin }`"))
                .anySatisfy(m -> assertThat(m).contains("column-type", "`n: { cast: n }`"))
                .hasSize(2);
        assertThat(stops(resolve("  - { table: public.t, columns: { at: { cast: at }, n: { zone: UTC } } }\n")))
                .anySatisfy(m -> assertThat(m).contains("depends on the zone of the session"))
                .anySatisfy(m -> assertThat(m).contains("`columns.n` gives a zone"));
    }

    @Test
    void what_the_plan_names_must_be_there_and_not_contradict_itself() throws IOException {
        old.has("t: id integer, a text, b text?");
        target.has("t: id integer, a text");

        assertThat(stops(resolve("""
                  - table: public.t
                    columns: { x: a, a: c }
                    back: { y: t.a }
                    drop: [a, z, id]
                    key: [id]
                    loses: [q]
                """)))
                .anySatisfy(m -> assertThat(m).contains("`columns` names column x", "has not in new; it has id, a"))
                .anySatisfy(m -> assertThat(m).contains("`columns.a` names column c", "has not in old"))
                .anySatisfy(m -> assertThat(m).contains("`back` names column y"))
                .anySatisfy(m -> assertThat(m).contains("column a is dropped, but `columns.x` is made from it"))
                .anySatisfy(m -> assertThat(m).contains("`drop` names column z"))
                .anySatisfy(m -> assertThat(m).contains("`drop` names id, which the key needs"))
                .anySatisfy(m -> assertThat(m).contains("`loses` names q"));
    }

    @Test
    void what_changes_by_itself_is_refused() throws IOException {
        old.has("t: id integer, a text");
        target.has("t: id integer, a text, at text");

        assertThat(stops(resolve("  - { table: public.t, columns: { at: { sql: \"now()::text\" } }, loses: [at] }\n")))
                .singleElement()
                .satisfies(m -> assertThat(m).contains("expression", "`columns.at` uses now", "another each time"));
        assertThat(stops(resolve("  - { table: public.t, columns: { at: { sql: \"'now()'\" } }, loses: [at] }\n")))
                .isEmpty();
    }

    @Test
    void a_reference_changes_with_the_key_that_it_refers_to() throws IOException {
        old.has("a: id integer", "b: id integer, a_id integer");
        target.has("a: id integer", "b: id integer, a_id integer");
        target.refers("b", "a_id", "a", "id");
        String a = """
                  - table: public.a
                    columns: { id: { sql: "t.id + 1000", back: { id: "t.id - 1000" } } }
                    key: { old: [id], new: [id] }
                """;

        assertThat(stops(resolve(a + "  - { table: public.b, version: 2 }\n")))
                .singleElement()
                .satisfies(m -> assertThat(m).contains("foreign-key public.b", "by a_id to public.a.id", "Map a_id"));
        assertThat(stops(resolve(a + """
                  - table: public.b
                    columns: { a_id: { sql: "t.a_id + 1000", back: { a_id: "t.a_id - 1000" } } }
                """))).isEmpty();
    }

    private void usersGetOtherKeys() {
        old.has(
                "users: id bigint, name text, boss bigint?",
                "orders: id integer, user_id bigint",
                "visit: id integer, user_id bigint?");
        old.refers("users", "boss", "users", "id");
        old.refers("orders", "user_id", "users", "id");
        target.has(
                "person: person_id uuid, name text, boss uuid?",
                "orders: id integer, person_id uuid",
                "visit: id integer, person_id uuid?");
        target.refers("person", "boss", "person", "person_id");
        target.refers("orders", "person_id", "person", "person_id");
    }

    private static final String NEW_KEYS = """
              - table: public.users
                target: public.person
                key-map: { column: id, to: person_id }
              - { table: public.orders, columns: { person_id: user_id } }
              - { table: public.visit, columns: { person_id: { column: user_id, key-of: public.users } } }
            """;

    @Test
    void who_refers_to_a_key_that_becomes_another_one_looks_it_up_and_the_map_travels_too() throws IOException {
        usersGetOtherKeys();

        Resolution resolution = resolve(NEW_KEYS);

        assertThat(stops(resolution)).isEmpty();
        TableName users = new TableName("public", "users");
        KeyMap map = new KeyMap(
                "users",
                new End(users, "id", new Given.Counted(1_000_000_000_000L)),
                new End(new TableName("public", "person"), "person_id", new Given.Random()));
        assertThat(resolution.keyMaps()).containsExactly(map);
        TablePlan orders = resolution.tables().get(0);
        TablePlan person = resolution.tables().get(1);
        assertThat(columns(person.mapping().forward()))
                .containsExactly(
                        "person_id: " + map.newOf("t.\"id\""), "name = name", "boss: " + map.newOf("t.\"boss\""));
        assertThat(columns(person.mapping().reverse()))
                .containsExactly(
                        "id: " + map.oldOf("t.\"person_id\""), "name = name", "boss: " + map.oldOf("t.\"boss\""));
        assertThat(person.mapping().reverse().orElseThrow().sourceKey()).containsExactly("person_id");
        assertThat(columns(orders.mapping().forward()))
                .containsExactly("id = id", "person_id: " + map.newOf("t.\"user_id\""));
        assertThat(columns(resolution.tables().get(2).mapping().forward()).get(1))
                .startsWith(
                        "person_id: CASE WHEN t.\"user_id\" IS NOT NULL THEN coalesce(" + map.newOf("t.\"user_id\""))
                .contains("refers to a row that does not exist");
        TablePlan losing = resolve(NEW_KEYS.replace("public.users } } }", "public.users } }, loses: [user_id] }"))
                .tables()
                .get(2);
        assertThat(columns(losing.mapping().forward()))
                .containsExactly("id = id", "person_id: " + map.newOf("t.\"user_id\""));
        assertThat(resolution.tables().get(3)).isEqualTo(TablePlan.of(map, 4));
    }

    @Test
    void a_reference_that_keeps_the_former_key_is_named_with_the_remedy() throws IOException {
        old.has("users: id bigint", "orders: id integer, user_id bigint", "visit: id integer, user_id bigint");
        old.refers("orders", "user_id", "users", "id");
        target.has("users: id bigint", "orders: id integer, user_id bigint", "visit: id integer, user_id bigint");
        target.refers("visit", "user_id", "users", "id");

        assertThat(stops(resolve("""
                  - { table: public.users, key-map: id }
                  - { table: public.orders }
                  - { table: public.visit, version: 2 }
                """)))
                .anySatisfy(m -> assertThat(m)
                        .contains("foreign-key public.orders", "`user_id: { column: user_id, key-of: public.users }`"))
                .anySatisfy(m -> assertThat(m)
                        .contains("foreign-key public.visit", "`user_id: { column: user_id, key-of: public.users }`"))
                .hasSize(2);
        assertThat(stops(resolve("""
                  - { table: public.users, key-map: id }
                  - { table: public.orders, columns: { user_id: { cast: user_id } } }
                """))).isEmpty();
    }

    @Test
    void a_key_map_that_can_not_be_is_named_with_the_remedy() throws IOException {
        old.has("users: id bigint, n integer", "Odd: id smallint", "word: id text");
        target.has("users: id uuid, n integer", "Odd: id smallint", "word: id text");

        assertThat(stops(resolve("""
                  - { table: public.users, key-map: { column: n, to: id } }
                  - { table: public.Odd, key-map: id }
                  - { table: public.word, key-map: id }
                """)))
                .anySatisfy(m -> assertThat(m).contains("key public.users", "column n", "no key by itself in old"))
                .anySatisfy(m -> assertThat(m).contains("key public.Odd", "can't be named Odd", "Give it a `name`"))
                .anySatisfy(m -> assertThat(m).contains("key public.word", "is text in old", "or uuid"));
        assertThat(stops(resolve(
                        "  - { table: public.Odd, key-map: { column: id, name: odd, first-in-old: 40000 } }\n")))
                .anySatisfy(m -> assertThat(m).contains("`key-map.first-in-old: 40000`", "can't count from"))
                .anySatisfy(m -> assertThat(m).contains("needs `key-map.first-in-new`"));
        assertThat(stops(resolve("  - { table: public.users, key-map: { column: id, first-in-new: 7 } }\n")))
                .singleElement()
                .satisfies(m -> assertThat(m).contains("`key-map.first-in-new`", "at random"));
        assertThat(stops(resolve("""
                  - { table: public.Odd, columns: { id: { column: id, key-of: public.users } } }
                """)))
                .anySatisfy(m -> assertThat(m).contains("keys of public.users, whose keys don't change"));
    }

    @Test
    void tables_that_refer_to_each_other_in_a_circle_are_named() throws IOException {
        old.has("a: id integer, b_id integer", "b: id integer, a_id integer");
        target.has("a: id integer, b_id integer", "b: id integer, a_id integer");
        target.refers("a", "b_id", "b", "id");
        target.refers("b", "a_id", "a", "id");

        Resolution resolution = resolve("  - public.a\n  - public.b\n");
        assertThat(stops(resolution)).isEmpty();
        assertThat(resolution.findings())
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("in a circle", "public.a, public.b"));
    }

    @Test
    void two_tables_that_say_nothing_of_each_other_do_not_become_one() throws IOException {
        old.has("a: id integer", "b: id integer");
        target.has("a: id integer");

        assertThat(stops(resolve("  - public.a\n  - { table: public.b, target: public.a }\n")))
                .singleElement()
                .satisfies(m -> assertThat(m).contains("target-twice public.b"));
    }

    private TablePlan onlyPlan(String tables) throws IOException {
        Resolution resolution = resolve(tables);
        assertThat(stops(resolution)).isEmpty();
        assertThat(resolution.tables()).hasSize(1);
        return resolution.tables().getFirst();
    }

    private Resolution resolve(String tables) throws IOException {
        Path file = Files.writeString(directory.resolve("plan.yaml"), """
                migration: shop
                old: { url: "postgresql://app@one/shop" }
                new: { url: "postgresql://app@two/shop" }
                tables:
                """ + tables);
        return PlanResolution.resolve(PlanFile.read(file, Map.of()), old, target);
    }

    private static List<String> stops(Resolution resolution) {
        return resolution.findings().stream()
                .filter(f -> f.severity() == Severity.STOPS)
                .map((Finding f) -> f.check() + " " + f.what() + " " + f.message())
                .toList();
    }

    /** {@code name = column} for one that is carried as it is, {@code name: sql} for one that is computed. */
    private static List<String> columns(Optional<Image> image) {
        return image.orElseThrow().columns().stream()
                .map(c -> switch (c.from()) {
                    case Expression.Same same -> c.name() + " = " + same.column();
                    case Expression.Sql sql -> c.name() + ": " + sql.text();
                    case Expression.Java java -> c.name() + " by " + java.mapping();
                })
                .toList();
    }
}
