package dev.theseus.domain.keymap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.keymap.KeyMap.End;
import dev.theseus.domain.keymap.KeyMap.Given;
import dev.theseus.domain.plan.TablePlan;
import org.junit.jupiter.api.Test;

class KeyMapTest {

    private static KeyMap map(String name) {
        return new KeyMap(
                name,
                new End(new TableName("public", "users"), "id", new Given.Counted(1_000)),
                new End(new TableName("public", "person"), "person_id", new Given.Random()));
    }

    @Test
    void keys_are_looked_up_in_either_direction() {
        assertThat(map("users").newOf("t.user_id"))
                .isEqualTo("(SELECT theseus_key.new_id FROM theseus_map.users theseus_key"
                        + " WHERE theseus_key.old_id = t.user_id)");
        assertThat(map("users").oldOf("t.person_id"))
                .isEqualTo("(SELECT theseus_key.old_id FROM theseus_map.users theseus_key"
                        + " WHERE theseus_key.new_id = t.person_id)");
    }

    @Test
    void the_map_is_carried_as_it_is() {
        TablePlan plan = TablePlan.of(map("users"), 7);

        assertThat(plan.mapping().isSame()).isTrue();
        assertThat(plan.key()).containsExactly("old_id");
        assertThat(plan.old()).isEqualTo(new TableName("theseus_map", "users"));
    }

    @Test
    void a_name_that_would_have_to_be_quoted_is_refused() {
        for (String name : new String[] {"Users", "1st", "a-b", "", "a; DROP TABLE users"}) {
            assertThatThrownBy(() -> map(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
