package dev.theseus.app.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.server.Client;
import dev.theseus.app.server.Client.Answer;
import dev.theseus.app.server.ServerUnderTest;
import dev.theseus.domain.access.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people see who look, and what those are told who watch. */
@ExtendWith(ServerUnderTest.Ends.class)
class WatchingTest {

    private static final String MIGRATION = "/api/v1/migrations/" + ServerUnderTest.MIGRATION;

    private final Client viewer = ServerUnderTest.shared().as(Role.VIEWER);
    private final Client operator = ServerUnderTest.shared().as(Role.OPERATOR);

    /** One server-sent event. */
    private record Told(long id, String name, JsonNode data) {}

    /** Reads events until one is found. */
    private static final class Stream implements AutoCloseable {

        private final BufferedReader lines;

        Stream(Client client, String last) throws IOException, InterruptedException {
            HttpRequest.Builder request = client.request("GET", MIGRATION + "/events", "");
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            var answer = client.open(request);
            assertThat(answer.statusCode()).isEqualTo(200);
            lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        Told next() throws IOException {
            long id = -1;
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = Long.parseLong(line.substring(3).strip());
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    return new Told(id, name, JsonMapper.shared().readTree(line.substring(5)));
                }
            }
            throw new IOException("The stream has ended");
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @Test
    void a_look_says_where_the_migration_stands() throws Exception {
        JsonNode migration = viewer.get(MIGRATION).json();

        assertThat(migration.path("phase").asString()).isEqualTo("VERIFIED");
        assertThat(migration.path("phases").size()).isEqualTo(11);
        JsonNode table = migration.path("tables").get(0);
        assertThat(table.path("table").asString()).isEqualTo("public.item");
        assertThat(table.path("copy").asString()).isEqualTo("COMPLETE");
        assertThat(table.path("rows").asLong()).isEqualTo(100);
        assertThat(migration.path("log").path("entries").asLong()).isZero();
        assertThat(migration.path("authority").path("holder").asString()).isEqualTo("old");
        assertThat(migration.path("run").path("outcome").asString()).isEqualTo("REACHED");
        assertThat(migration.path("checkpoints")).isNotEmpty();
        assertThat(migration.path("unknown").isNull()).isTrue();
        assertThat(viewer.get(MIGRATION + "/history").json().path("items")).isNotEmpty();
    }

    @Test
    void what_the_command_line_prints_can_be_asked_for() throws Exception {
        assertThat(viewer.get(MIGRATION + "/status?form=text")
                        .json()
                        .path("lines")
                        .toString())
                .contains("Migration served: phase VERIFIED", "next gate  SHADOWING");
        assertThat(viewer.get(MIGRATION + "/status")
                        .json()
                        .path("result")
                        .path("migration")
                        .path("migration")
                        .toString())
                .contains(ServerUnderTest.MIGRATION);
        assertThat(viewer.get(MIGRATION + "/checkpoints").json().path("result")).isNotEmpty();
    }

    @Test
    void a_report_comes_as_a_file_in_three_forms() throws Exception {
        assertThat(viewer.get(MIGRATION + "/report").whole().body())
                .contains("# Migration served", "in phase VERIFIED");
        Answer page = viewer.get(MIGRATION + "/report?format=html");
        assertThat(page.whole().body()).contains("<h1>Migration served</h1>");
        assertThat(page.header("Content-Disposition")).startsWith("attachment");
        assertThat(viewer.get(MIGRATION + "/report?format=json")
                        .json()
                        .path("phase")
                        .asString())
                .isEqualTo("VERIFIED");
        assertThat(viewer.get(MIGRATION + "/report?format=pdf").status()).isEqualTo(400);
    }

    @Test
    void who_watches_is_told_each_event_once_in_order_also_after_he_was_away() throws Exception {
        String before = UUID.randomUUID().toString();
        String meanwhile = UUID.randomUUID().toString();
        long last;
        try (Stream stream = new Stream(viewer, "")) {
            Told first = stream.next();
            assertThat(first.name()).isEqualTo("status");
            assertThat(first.data().path("migration").path("phase").asString()).isEqualTo("VERIFIED");
            take(before);
            Told told = stream.next();
            while (!told.data().toString().contains(before) || !told.name().equals("audit")) {
                told = stream.next();
            }
            last = told.id();
        }
        take(meanwhile);
        try (Stream stream = new Stream(viewer, Long.toString(last))) {
            List<Long> ids = new ArrayList<>();
            Told told = stream.next();
            while (told.name().equals("audit")) {
                ids.add(told.id());
                assertThat(told.data().path("sequence").asLong()).isEqualTo(told.id());
                told = stream.next();
            }
            assertThat(ids).isNotEmpty();
            assertThat(ids)
                    .containsExactlyElementsOf(LongStream.rangeClosed(last + 1, ids.getLast())
                            .boxed()
                            .toList());
            assertThat(told.data().path("migration").path("checkpoints").toString())
                    .contains(meanwhile);
        }
    }

    private void take(String name) throws Exception {
        Answer taken = operator.command("checkpoint", "{\"name\": \"%s\", \"reason\": \"r\"}".formatted(name));
        assertThat(taken.status()).as(taken.whole().body()).isEqualTo(200);
    }

    @Test
    void the_trail_comes_in_pages_in_both_directions() throws Exception {
        List<Long> forwards = all("oldest-first", "");
        List<Long> backwards = all("newest-first", "");

        assertThat(forwards)
                .startsWith(0L, 1L, 2L)
                .containsExactlyElementsOf(
                        LongStream.range(0, forwards.size()).boxed().toList());
        assertThat(backwards.reversed()).startsWith(0L, 1L, 2L).isSorted().hasSizeGreaterThanOrEqualTo(forwards.size());
    }

    @Test
    void the_trail_can_be_filtered() throws Exception {
        assertThat(all("oldest-first", "&event=migration.phase-entered")).hasSize(6);
        assertThat(all("newest-first", "&event=migration.phase-entered&actor=nobody"))
                .isEmpty();
        assertThat(all("oldest-first", "&until=2001-01-01T00:00:00Z")).isEmpty();
        assertThat(all("oldest-first", "&since=2001-01-01T00:00:00Z&event=migration.planned"))
                .containsExactly(0L);
        assertThat(viewer.get(MIGRATION + "/audit?since=yesterday").status()).isEqualTo(400);
        assertThat(viewer.get(MIGRATION + "/audit?limit=501").status()).isEqualTo(400);
        assertThat(viewer.get(MIGRATION + "/audit?cursor=x").status()).isEqualTo(400);
    }

    private List<Long> all(String order, String filter) throws Exception {
        List<Long> sequences = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = viewer.get(MIGRATION + "/audit?limit=7&order=" + order + filter + cursor);
            assertThat(page.status()).as(page.whole().body()).isEqualTo(200);
            StreamSupport.stream(page.json().path("items").spliterator(), false)
                    .map(line -> line.path("sequence").asLong())
                    .forEach(sequences::add);
            cursor = page.json().path("next").isNull()
                    ? ""
                    : "&cursor=" + page.json().path("next").asString();
        } while (!cursor.isEmpty());
        return sequences;
    }
}
