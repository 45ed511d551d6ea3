package dev.theseus.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tampers with the chain as well; anchors show it. */
class AuditAnchorsTest {

    @TempDir
    private Path directory;

    private AuditedStore store;

    @BeforeEach
    void begin() throws SQLException, IOException {
        store = AuditedStore.in(directory);
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Test
    void a_cut_off_end_is_found_by_an_anchor_that_was_kept_elsewhere() throws SQLException, IOException {
        store.history();
        AuditedStore.Answer anchor = store.type("audit", "anchor", store.plan().toString());
        assertThat(anchor.code()).as(anchor.err()).isZero();
        Path elsewhere = Files.writeString(store.directory().resolve("elsewhere.jsonl"), anchor.out());
        assertThat(store.found("--anchors", elsewhere.toString())).isEmpty();

        store.tamper("DELETE FROM theseus_control.event WHERE sequence_number > 4;"
                + "DELETE FROM theseus_control.audit_chain WHERE sequence_number > 4");
        Files.delete(store.directory().resolve(".theseus/shop/audit-anchors.jsonl"));

        assertThat(store.found()).isEmpty();
        assertThat(store.type("audit", "verify", store.plan().toString()).out())
                .contains("Without an anchor a cut-off end can't be seen");
        assertThat(store.found("--anchors", elsewhere.toString()))
                .singleElement()
                .asString()
                .contains("the chain was cut off", "it had 7 links, now it has 5");
    }

    @Test
    void a_chain_that_was_made_anew_is_found_by_an_anchor() throws SQLException {
        store.history();
        store.type("audit", "anchor", store.plan().toString());
        store.tamper("UPDATE theseus_control.event SET payload = convert_to(replace(convert_from(payload, 'UTF8'),"
                + " 'because', 'no cause'), 'UTF8') WHERE sequence_number = 3; DROP TABLE theseus_control.audit_chain");
        store.databases()
                .old("DROP TRIGGER theseus_audit_chain ON theseus_control.event;"
                        + " DROP FUNCTION theseus_control.chain_event, theseus_control.chain_written_event");

        assertThat(store.found()).singleElement().asString().contains("the chain was made anew: its link 7");
    }

    @Test
    void an_anchor_that_somebody_else_signed_or_altered_is_none() throws IOException {
        store.history();
        String line = store.type("audit", "anchor", store.plan().toString()).out();
        Path altered = Files.writeString(
                store.directory().resolve("altered.jsonl"), line.replace("\"position\":7", "\"position\":6") + "\n");
        assertThat(store.found("--anchors", altered.toString()))
                .allMatch(f -> f.contains("is no anchor, or was not signed by the key"))
                .hasSizeBetween(1, 2);

        Path key = store.directory().resolve("other-key");
        AnchorKey.in(key);
        Path anchors = Files.writeString(store.directory().resolve("a.jsonl"), line);
        assertThat(store.found("--anchors", anchors.toString(), "--key", key.toString()))
                .hasSize(1);
    }
}
