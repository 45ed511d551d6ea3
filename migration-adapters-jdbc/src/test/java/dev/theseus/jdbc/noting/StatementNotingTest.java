package dev.theseus.jdbc.noting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.noting.CapturedTable.KeyColumn;
import dev.theseus.jdbc.noting.CapturedTable.KeyText;
import dev.theseus.jdbc.noting.KnownTables.Server;
import dev.theseus.jdbc.noting.Noted.Extent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementNotingTest {

    private static final TableName ITEM = new TableName("public", "item");
    private static final TableName ODD = new TableName("shop", "Odd \"Name");
    private static final TableName OWNER = new TableName("public", "owner");

    private static final KnownTable ITEM_KNOWN = new KnownTable(
            Optional.of(new CapturedTable(1, List.of(new KeyColumn("id", "numeric(9,2)")), KeyText.PLAIN)),
            Set.of(),
            List.of());

    /** Rows of item go with their owner's, and are changed when the owner's name is. */
    private static final Map<TableName, KnownTable> TABLES = Map.of(
            ITEM,
            ITEM_KNOWN,
            ODD,
            new KnownTable(
                    Optional.of(new CapturedTable(
                            2,
                            List.of(new KeyColumn("at", "timestamptz"), new KeyColumn("Ke\"y", "text")),
                            KeyText.BY_FUNCTION)),
                    Set.of(),
                    List.of()),
            OWNER,
            new KnownTable(Optional.empty(), Set.of(1), List.of(new KnownTable.Moving(Set.of("name"), 1))));

    private static Noted on(Server server, String sql) {
        return new StatementNoting(new KnownTables(TABLES, Set.of(ITEM), server)).note(sql);
    }

    private static Noted noted(String sql) {
        return on(Server.NEW_ROWS, sql);
    }

    private static final String NOTE_1 =
            "INSERT INTO theseus.noted_key (theseus_table_no, theseus_noted_key) SELECT 1, theseus_key FROM theseus_changed";

    private static String returning(String qualifier) {
        return "RETURNING " + key(qualifier);
    }

    private static String key(String qualifier) {
        return "ARRAY[" + qualifier + ".\"id\"::pg_catalog.text COLLATE pg_catalog.\"C\"] AS theseus_key";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from item for update",
                "SELECT 'delete from item'",
                "/* update item set id = 1 */ select 1",
                "-- delete from item\nselect 1",
                "select $$ ; delete from item $$, $x$ ; update item set id = 1 $x$",
                "select \"; delete from item\" from x",
                "select E'\\'; delete from item; --'",
                "insert into other (item) values (?)",
                "update other.item set name = ?",
                "delete from \"ITEM\"",
                "with x as (select 1) select * from x",
                "create table item_copy as select * from item",
                "",
                ";"
            })
    void whatChangesNothingCapturedStaysAsItIs(String sql) {
        assertThat(noted(sql)).isEqualTo(new Noted(sql, Extent.NOTHING, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into item (name, id) values (?, ?)",
                "INSERT INTO public.item VALUES (1)",
                "insert into \"item\" select id from other",
                "update item set name = ?, \"place\" = (select 1 where id = 2) where id = ?",
                "update only item * set name = 'returning; x'",
                "delete from item where id in (?, ?)",
                "delete /* set */ from ONLY \"public\" . item",
                "delete from only (item) where a = any (?::int[])"
            })
    void aWriteNotesTheKeysOfItsRowsAndGivesTheirCount(String sql) {
        String qualifier = sql.contains("\"item\"") ? "\"item\"" : "item";

        assertThat(noted(sql))
                .isEqualTo(new Noted(
                        "WITH theseus_changed AS (" + sql + " " + returning(qualifier) + ") " + NOTE_1,
                        Extent.KEYS,
                        Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into item as i1_0 (id) values (?)",
                "update item i1_0 set name = ?",
                "delete from item as i1_0 where i1_0.id = ?",
                "delete from item i1_0 using other"
            })
    void aTableIsCalledByItsAlias(String sql) {
        assertThat(noted(sql).sql()).contains(sql + " " + returning("i1_0"));
    }

    @Test
    void whatTheClientAskedToBeReturnedIsReturned() {
        assertThat(noted("insert into item (name) values (?) returning id, name")
                        .sql())
                .isEqualTo("WITH theseus_changed AS (insert into item (name) values (?) returning id, name, "
                        + key("item") + "), theseus_note_0 AS (" + NOTE_1 + ") SELECT id, name FROM theseus_changed");
    }

    @Test
    void writesInsideCommonTablesAreNotedToo() {
        String sql = "with gone as (delete from item returning name) select count(*) from gone";

        assertThat(noted(sql).sql())
                .isEqualTo("with gone as (delete from item returning name, " + key("item")
                        + "), theseus_note_0 AS (INSERT INTO theseus.noted_key (theseus_table_no, theseus_noted_key)"
                        + " SELECT 1, theseus_key FROM gone)  select count(*) from gone");
    }

    @Test
    void aKeyWhoseTextDependsOnTheSessionIsMadeByAFunction() {
        assertThat(noted("DELETE FROM shop.\"Odd \"\"Name\" x").sql())
                .contains("RETURNING theseus.key_2(x.\"at\", x.\"Ke\"\"y\") AS theseus_key");
    }

    @Test
    void aChangeOfKeyNotesBothKeysWhereTheServerTellsTheOldOne() {
        Noted noted = on(Server.OLD_AND_NEW_ROWS, "update item set id = ? where id = ?");

        assertThat(noted.extent()).isEqualTo(Extent.KEYS);
        assertThat(noted.sql())
                .contains("RETURNING WITH (OLD AS theseus_before) " + key("item"))
                .contains("AS theseus_key_before)")
                .endsWith(" " + NOTE_1);
    }

    @Test
    void elsewhereItNotesTheNewOneAndThatKeysMayBeGone() {
        for (String sql : List.of(
                "update item set name = 1, (id, x) = (1, 2) where id = 3",
                "insert into item values (1) on conflict (id) do update set id = 3",
                "update item i set \"id\" = 3 from other o where o.x = i.id")) {
            Noted noted = noted(sql);
            assertThat(noted.extent()).as(sql).isEqualTo(Extent.KEYS_AND_GONE);
            assertThat(noted.sql())
                    .contains("SELECT 1, NULL::pg_catalog.text[] FROM theseus_now")
                    .endsWith(NOTE_1);
        }
        assertThat(noted("update item set name = id, x = (select id from y) where id = 3")
                        .extent())
                .isEqualTo(Extent.KEYS);
    }

    @Test
    void rowsThatGoWithTheirOwnersAreLookedForByTheRelay() {
        String sql = "delete from owner where id = ?";

        assertThat(noted(sql))
                .isEqualTo(new Noted(
                        "WITH theseus_now AS MATERIALIZED (SELECT pg_catalog.pg_current_xact_id()), theseus_gone_1 AS ("
                                + "INSERT INTO theseus.noted_key (theseus_table_no, theseus_noted_key)"
                                + " SELECT 1, NULL::pg_catalog.text[] FROM theseus_now) " + sql,
                        Extent.KEYS_AND_GONE,
                        Set.of(1)));
        assertThat(noted("update owner set age = 1").extent()).isEqualTo(Extent.NOTHING);
        assertThat(noted("update owner set name = 'x'").extent()).isEqualTo(Extent.WHOLE_TABLES);
    }

    @Test
    void whereKeysCantBeKnownEveryKeyIsNoted() {
        String mark = "; DO 'BEGIN PERFORM theseus.mark_1(";

        assertThat(noted("call cleanse()")).satisfies(n -> {
            assertThat(n.extent()).isEqualTo(Extent.WHOLE_TABLES);
            assertThat(n.tables()).containsExactlyInAnyOrder(1, 2);
            assertThat(n.sql()).startsWith("call cleanse()" + mark).contains("mark_2(");
        });
        assertThat(noted("{call cleanse()}")).isEqualTo(new Noted("{call cleanse()}", Extent.UNKNOWN, Set.of(1, 2)));
    }

    @Test
    void truncateNotesThatKeysAreGone() {
        assertThat(noted("truncate table only public.item *, other restart identity")
                        .tables())
                .containsExactly(1);
        assertThat(noted("TRUNCATE other, item").tables()).containsExactly(1);
        assertThat(noted("TRUNCATE other CASCADE").tables()).containsExactlyInAnyOrder(1, 2);
        assertThat(noted("TRUNCATE other").extent()).isEqualTo(Extent.NOTHING);
    }

    @Test
    void aNameThatCouldMeanTwoTablesIsRefused() {
        Map<TableName, KnownTable> twins =
                Map.of(new TableName("a", "item"), ITEM_KNOWN, new TableName("b", "item"), ITEM_KNOWN);
        StatementNoting noting = new StatementNoting(new KnownTables(twins, Set.of(), Server.NEW_ROWS));

        assertThat(noting.note("delete from a.item").extent()).isEqualTo(Extent.KEYS);
        assertThatThrownBy(() -> noting.note("delete from item"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a.item")
                .hasMessageContaining("hibernate.default_schema");
    }

    private static final String MERGE = "merge into item as t using (select cast(? as int) id, ? x) as s on (t.id=s.id)"
            + " when not matched then insert (x, id) values (s.x, s.id) when matched then update set x=s.x";

    @Test
    void aMergeGivesItsKeysBackWhereTheServerCan() {
        assertThat(on(Server.NEW_ROWS_ALSO_OF_MERGE, MERGE).sql())
                .isEqualTo("WITH theseus_changed AS (" + MERGE + " " + returning("t") + ") " + NOTE_1);
    }

    @Test
    void elsewhereAMergeByKeyNotesTheKeysOfItsSource() {
        assertThat(noted(MERGE))
                .isEqualTo(new Noted(
                        "WITH theseus_now AS MATERIALIZED (SELECT pg_catalog.pg_current_xact_id()), "
                                + "theseus_source AS MATERIALIZED (select cast(? as int) id, ? x), theseus_note_0 AS ("
                                + "INSERT INTO theseus.noted_key (theseus_table_no, theseus_noted_key) SELECT 1, "
                                + "ARRAY[s.id::numeric(9,2)::pg_catalog.text COLLATE pg_catalog.\"C\"] "
                                + "FROM theseus_now, theseus_source AS s) "
                                + MERGE.replace("(select cast(? as int) id, ? x)", "theseus_source"),
                        Extent.KEYS,
                        Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "merge into item t using other s on t.id = s.id when matched then delete",
                "merge into item t using (select 1 x) s on t.x = s.x when matched then delete",
                "merge into item t using (select 1 x) s on t.id = s.x or t.y = s.x when matched then delete",
                "merge into item t using (select 1 x) s on (t.id = s.x and t.y = s.x or t.z = s.x) when matched then delete",
                "merge into item t using (select 1 x) s on (t.id = s.x) or t.y = s.x when matched then delete",
                "merge into item t using (select 1 id) s on t.id = s.id when matched then update set id = 2",
                "merge into item t using (select 1 id) s on t.id = s.id when not matched then insert values (2)",
                "merge into item t using (select 1 id, 2 x) s on t.id = s.id when not matched then insert (id) values (s.x)"
            })
    void aMergeOfAnyOtherFormHasEveryKeyNotedThere(String sql) {
        assertThat(noted(sql).extent()).isEqualTo(Extent.WHOLE_TABLES);
        assertThat(noted(sql).sql()).startsWith(sql + "; DO ");
    }
}
