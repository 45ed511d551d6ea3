package dev.theseus.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.audit.AuditExport.Format;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.audit.AuditEntry.Cause;
import dev.theseus.domain.audit.AuditEntry.StoredEvent;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.plan.MigrationId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditExportTest {

    private static final String MISMATCH =
            "{\"at\":\"2025-03-01T12:00:00Z\",\"detail\":\"table public.users, key anna@a.example, key 2\",\"word\":7}";

    private static AuditEntry entry(long sequence, String reason, String json) {
        return new AuditEntry(
                new MigrationId("shop"),
                sequence,
                Instant.parse("2025-03-01T12:00:00Z"),
                new Cause(new Origin(new Actor("anna"), reason, "run-1"), "note-node-word"),
                new StoredEvent("migration.mismatch-found", 1, json));
    }

    private static String export(Format format, Optional<Pseudonyms> pseudonyms, AuditEntry... entries) {
        StringWriter text = new StringWriter();
        new AuditExport(format, pseudonyms).write(List.of(entries), new PrintWriter(text));
        return text.toString();
    }

    @Test
    void each_event_is_a_line_of_json_with_its_origin() {
        assertThat(export(Format.JSONL, Optional.empty(), entry(3, "why", "{\"a\":1}"), entry(4, "", "{}")))
                .isEqualTo("""
                        {"migration":"shop","sequence":3,"at":"2025-03-01T12:00:00Z","event":"migration.mismatch-found",\
                        "revision":1,"actor":"anna","reason":"why","correlation":"run-1","cause":"note-node-word",\
                        "data":{"a":1}}
                        {"migration":"shop","sequence":4,"at":"2025-03-01T12:00:00Z","event":"migration.mismatch-found",\
                        "revision":1,"actor":"anna","reason":"","correlation":"run-1","cause":"note-node-word","data":{}}
                        """);
    }

    @Test
    void commas_quotes_and_lines_stay_within_their_value() {
        assertThat(export(Format.CSV, Optional.empty(), entry(3, "a, \"b\"\nc", "{\"a\":1}")))
                .isEqualTo("migration,sequence,at,event,revision,actor,reason,correlation,cause,data\r\n"
                        + "shop,3,2025-03-01T12:00:00Z,migration.mismatch-found,1,anna,\"a, \"\"b\"\"\nc\",run-1,"
                        + "note-node-word,\"{\"\"a\"\":1}\"\r\n");
    }

    @Test
    void a_spreadsheet_does_not_take_a_reason_for_a_formula() {
        assertThat(export(Format.CSV, Optional.empty(), entry(3, "=1+1", "{}"))).contains(",'=1+1,");
    }

    @Test
    void keys_are_hidden_behind_the_same_name_each_time() {
        Optional<Pseudonyms> pseudonyms = Optional.of(new Pseudonyms("secret"));
        String once = export(Format.JSONL, pseudonyms, entry(3, "", MISMATCH));

        assertThat(once)
                .contains("table public.users, key " + pseudonyms.get().of("public.users", "anna@a.example, key 2"))
                .contains("hmac:")
                .doesNotContain("anna@a.example")
                .doesNotContain("key 2")
                .isEqualTo(export(Format.JSONL, pseudonyms, entry(3, "", MISMATCH)))
                .isNotEqualTo(export(Format.JSONL, Optional.of(new Pseudonyms("other")), entry(3, "", MISMATCH)));
        assertThat(export(Format.JSONL, Optional.empty(), entry(3, "", MISMATCH)))
                .contains("anna@a.example");
    }

    @Test
    void a_read_of_a_key_that_differs_is_hidden_too() {
        assertThat(new Pseudonyms("s").in("table public.users, the read of key 42: the answers differ"))
                .isEqualTo("table public.users, the read of key " + new Pseudonyms("s").of("public.users", "42")
                        + ": the answers differ");
        assertThat(new Pseudonyms("s").in("3 of 7 reads differ")).isEqualTo("3 of 7 reads differ");
    }
}
