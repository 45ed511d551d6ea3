package dev.theseus.app.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code theseus run} on the bench's servers, and {@code theseus serve} aside, as the documentation on operations
 * advises where processors are few: two processes of their own.
 */
final class ServedMigration implements AutoCloseable {

    static final String PATH = "/api/v1/migrations/" + BenchPlan.MIGRATION;

    private static final Duration ENOUGH = Duration.ofMinutes(30);
    private static final long PAUSE_MILLIS = 200;

    /** A server is asked seldom: what is compiled as fast as can be would be so for little. */
    private static final List<String> SERVER = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Pattern ADDRESS = Pattern.compile("at (http://127\\.0\\.0\\.1:\\d+)/");
    private static final Pattern PASSWORD = Pattern.compile("\"admin\" with the password (\\S+)");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BenchProcess run;
    private final BenchProcess server;
    private final Path servers;

    /** @param servers where the files of all embedded servers are */
    private ServedMigration(BenchProcess run, BenchProcess server, Path servers) {
        this.run = run;
        this.server = server;
        this.servers = servers;
    }

    static ServedMigration start(BenchServers servers, IdleGroup aside) throws IOException, InterruptedException {
        BenchPlan plan = BenchPlan.write(servers, "throttle: { duty-cycle: 1.0 }");
        BenchProcess run = plan.start(plan.theseus(List.of("-Xmx512m"), "run"), "run");
        // who comes first starts the control database, and gives it his share of the processors
        while (run.printed().isBlank()) {
            run.requireAlive();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        BenchProcess server = plan.start(aside.with(plan.theseus(SERVER, "serve", "--port", "0")), "server");
        return new ServedMigration(run, server, servers.directory());
    }

    /** Where the server is asked, and as whom: the administrator. */
    record Door(URI address, String authorization) {}

    Door door() throws IOException, InterruptedException {
        String pair = "admin:" + found(PASSWORD);
        return new Door(
                URI.create(found(ADDRESS)),
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private String found(Pattern pattern) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + ENOUGH.toNanos(); System.nanoTime() < end; ) {
            Matcher matcher = pattern.matcher(server.printed());
            if (matcher.find()) {
                return matcher.group(1);
            }
            requireAlive();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new IllegalStateException("The server did not say where it is: " + server.printed());
    }

    private void requireAlive() throws IOException {
        run.requireAlive();
        server.requireAlive();
    }

    ProcessHandle server() {
        return server.process().toHandle();
    }

    /** Processor time that the server has used so far. */
    Duration used() {
        return used(server());
    }

    /** Processor time that the embedded servers have used so far: old, new, and the control database. */
    Duration databasesUsed() {
        return databases().map(ServedMigration::used).reduce(Duration.ZERO, Duration::plus);
    }

    private Stream<ProcessHandle> databases() {
        return ProcessHandle.allProcesses()
                .filter(one -> one.info()
                        .commandLine()
                        .filter(line -> line.contains(servers.toString()))
                        .isPresent())
                .filter(one -> one.info()
                        .command()
                        .filter(name -> name.endsWith("postgres"))
                        .isPresent())
                .flatMap(one -> Stream.concat(Stream.of(one), one.descendants()));
    }

    /** From now on the server has a processor for itself and the crowd, which in earnest is on other machines. */
    void partFrom(Crowd crowd) throws IOException, InterruptedException {
        Stream<ProcessHandle> apart = Stream.of(server(), crowd.process());
        Stream<ProcessHandle> rest =
                Stream.of(ProcessHandle.current(), run.process().toHandle());
        Processors.giveTheLast(apart);
        Processors.giveTheOthers(Stream.concat(rest, databases()));
    }

    private static Duration used(ProcessHandle one) {
        return one.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    void awaitVerified() throws IOException, InterruptedException {
        await(ENOUGH, m -> m.path("phase").asString("").equals("VERIFIED"));
    }

    void awaitDrained(Duration patience) throws IOException, InterruptedException {
        await(patience, m -> m.path("log").path("entries").asLong(-1) == 0);
    }

    private void await(Duration patience, Predicate<JsonNode> condition) throws IOException, InterruptedException {
        Door door = door();
        HttpRequest request = HttpRequest.newBuilder(door.address().resolve(PATH))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", door.authorization())
                .build();
        String last = "";
        for (long end = System.nanoTime() + patience.toNanos(); System.nanoTime() < end; ) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            last = answer.body();
            if (answer.statusCode() == 200 && condition.test(JsonMapper.shared().readTree(last))) {
                return;
            }
            requireAlive();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new IllegalStateException("The migration did not get there within " + patience + ": " + last);
    }

    @Override
    public void close() {
        server.end();
        run.end();
        client.close();
    }
}
