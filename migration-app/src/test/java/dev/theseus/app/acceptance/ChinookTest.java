package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Chinook database (Copyright Luis Rocha, see its licence beside it) into a schema of another design: renamed
 * tables and keys, a track and a customer in two tables each, two tables in one client, names in one column, billing in
 * JSON, titles in a lookup table, times with a zone.
 */
class ChinookTest {

    @TempDir
    private Path directory;

    private TestDatabases databases;
    private Journey journey;

    @BeforeEach
    void createDatabases() throws Exception {
        databases = TestDatabases.create();
        try (InputStream chinook = new GZIPInputStream(resource("chinook.sql.gz"))) {
            databases.old(new String(chinook.readAllBytes(), StandardCharsets.UTF_8));
        }
        databases.old(text("contact.sql"));
        databases.target(text("music.sql"));
        journey = Journey.with(databases, directory, text("tables.yaml"));
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ChinookTest.class.getResourceAsStream("/chinook/" + name), name);
    }

    private static String text(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @Test
    void every_row_of_chinook_arrives_in_a_schema_of_another_design_and_comes_back() throws Exception {
        try (Program run = journey.run()) {
            journey.reach("VERIFIED", run);
            everyRowIsThere();
            journey.rampUp();
            journey.cutOver();

            databases.target("UPDATE music.postal_address SET city = 'Ulm' WHERE client_id = 2");
            databases.target("UPDATE music.client SET email = 'leonie@example.org' WHERE client_id = 2");
            databases.target("UPDATE music.media_file SET bytes = 7 WHERE recording_id = 3");
            databases.target("UPDATE music.staff SET full_name = 'Nan Edwards', job_title_id = 1 WHERE staff_id = 2");
            databases.target("DELETE FROM music.playlist_entry WHERE playlist_id = 1 AND recording_id = 3402");
            databases.target("INSERT INTO music.performer VALUES (999, 'Theseus')");

            journey.goBack();
            everyRowIsThere();
            assertThat(databases.value(Side.OLD, """
                    SELECT concat_ws('|', city, email, (SELECT bytes FROM track WHERE track_id = 3),
                      (SELECT first_name || '/' || title FROM employee WHERE employee_id = 2),
                      (SELECT name FROM artist WHERE artist_id = 999))
                    FROM customer JOIN customer_contact USING (customer_id) WHERE customer_id = 2"""))
                    .isEqualTo("Ulm|leonie@example.org|7|Nan/General Manager|Theseus");
        }
    }

    /** Each comparison is written for both schemas by hand; together they have every column of both. */
    private void everyRowIsThere() {
        alike("artist_id, name FROM artist", "performer_id, name FROM music.performer");
        alike("album_id, title, artist_id FROM album", "release_id, title, performer_id FROM music.release");
        alike("genre_id, name FROM genre", "genre_id, name FROM music.genre");
        alike("media_type_id, name FROM media_type", "format_id, name FROM music.format");
        alike(
                "track_id, name, album_id, media_type_id, genre_id, composer, milliseconds, bytes, unit_price FROM track",
                "recording_id, name, release_id, format_id, genre_id, composer, "
                        + "round(extract(epoch FROM length) * 1000), bytes, unit_price "
                        + "FROM music.recording JOIN music.media_file USING (recording_id)");
        alike(
                "employee_id, first_name, last_name, title, reports_to, birth_date::date, hire_date, address, city, state, "
                        + "country, postal_code, phone, fax, email FROM employee",
                "staff_id, split_part(full_name, ' ', 1), split_part(full_name, ' ', 2), j.name, manager_id, birth_date, "
                        + "hired AT TIME ZONE 'America/Edmonton', address, city, state, country, postal_code, phone, fax, email "
                        + "FROM music.staff JOIN music.job_title j USING (job_title_id)");
        alike(
                "customer_id, first_name, last_name, company, address, city, state, country, postal_code, support_rep_id, "
                        + "phone, fax, email FROM customer JOIN customer_contact USING (customer_id)",
                "client_id, first_name, last_name, company, address, city, state, country, postal_code, staff_id, "
                        + "phone, fax, email FROM music.client JOIN music.postal_address USING (client_id)");
        alike(
                "invoice_id, customer_id, invoice_date, billing_address, billing_city, billing_state, billing_country, "
                        + "billing_postal_code, total FROM invoice",
                "sale_id, client_id, sold_at AT TIME ZONE 'UTC', billing ->> 'address', billing ->> 'city', "
                        + "billing ->> 'state', billing ->> 'country', billing ->> 'postal_code', total FROM music.sale");
        alike(
                "invoice_line_id, invoice_id, track_id, unit_price, quantity FROM invoice_line",
                "line_id, sale_id, recording_id, unit_price, quantity FROM music.sale_line");
        alike("playlist_id, name FROM playlist", "playlist_id, name FROM music.playlist");
        alike("playlist_id, track_id FROM playlist_track", "playlist_id, recording_id FROM music.playlist_entry");
        alike("count(*) FROM customer", "count(*) FROM music.client");
        alike("count(*) FROM customer_contact", "count(*) FROM music.postal_address");
    }

    private void alike(String old, String target) {
        journey.alike(asText(old), asText(target));
    }

    /** The selected values as one text, in which NULL differs from empty. */
    private static String asText(String selected) {
        int from = selected.lastIndexOf(" FROM ");
        int first = selected.contains(" JOIN ") ? selected.lastIndexOf(" FROM ", selected.indexOf(" JOIN ")) : from;
        return "SELECT ROW(" + selected.substring(0, first) + ")::text" + selected.substring(first);
    }
}
