package dev.theseus.app.server;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.Operations;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.Operations.RunGoal;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.operations.ProgramOperations;
import dev.theseus.app.operations.ServedForTests;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.server.door.NewPasswords;
import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.Account;
import dev.theseus.domain.access.Role;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * A server and what it serves: a small migration in phase VERIFIED, with an account for each role, named like it. The
 * shared one is started once for all tests of a JVM, and ends with it.
 */
public final class ServerUnderTest implements AutoCloseable {

    public static final String MIGRATION = "served";
    private static final String PASSWORD = "a long pass phrase";

    private static final class Shared {
        static final ServerUnderTest SERVER = start(Optional.empty());
    }

    /** Ends the shared one after the last test. */
    public static final class Ends implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(Ends.class))
                    .getOrComputeIfAbsent("shared", key -> Shared.SERVER);
        }
    }

    private final Served served;
    private final TheseusServer server;

    private ServerUnderTest(Served served, TheseusServer server) {
        this.served = served;
        this.server = server;
    }

    public static ServerUnderTest shared() {
        return Shared.SERVER;
    }

    /** One of its own, on a migration that has not begun. */
    public static ServerUnderTest withSettings(Path settings) {
        return start(Optional.of(settings));
    }

    /** One of its own, in phase VERIFIED like the shared one. */
    public static ServerUnderTest ofItsOwn() {
        return start(Optional.empty());
    }

    private static ServerUnderTest start(Optional<Path> settings) {
        try {
            return serve(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerUnderTest serve(Optional<Path> settings)
            throws IOException, SQLException, InterruptedException {
        TestDatabases databases = TestDatabases.create();
        TestDatabases control = TestDatabases.create();
        databases.both("CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL)");
        databases.old("INSERT INTO item SELECT g, 'item ' || g FROM generate_series(1, 100) g");
        Path plan = Files.writeString(Files.createTempDirectory("served").resolve("plan.yaml"), """
                migration: %s
                old: { url: "%s", user: postgres }
                new: { url: "%s", user: postgres }
                control: { url: "%s", user: postgres }
                schemas: [public]
                throttle: { duty-cycle: 1.0 }
                gates: { shadow-reads: 7 }
                """.formatted(
                        MIGRATION, url(databases, Side.OLD), url(databases, Side.NEW), url(control, Side.OLD)));
        PlanFile file = PlanFile.read(plan, Map.of());
        Order order = new Order(plan, file, Map.of(), "test", Optional.of("to be served"));
        if (settings.isEmpty()) {
            run(order);
        }
        ControlRoom room = ControlRoom.open(file.controlStore(plan), new Passwords(Map.of()));
        for (Role role : Role.values()) {
            account(room, word(role), Set.of(role));
        }
        Served served = ServedForTests.of(room, order);
        return new ServerUnderTest(served, TheseusServer.start(served, new ServerPlace("127.0.0.1", 0, settings)));
    }

    private static String url(TestDatabases databases, Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    private static void run(Order order) throws InterruptedException {
        StringWriter out = new StringWriter();
        Console console = new Console(
                new PrintWriter(out, true), new PrintWriter(out, true), Console.Form.TEXT, Console.Screen.PLAIN);
        Operations operations = new ProgramOperations();
        if (operations
                        .run(order, new RunGoal(Optional.of(Phase.VERIFIED), Optional.empty()), console)
                        .code()
                != 0) {
            throw new IllegalStateException(out.toString());
        }
    }

    private static void account(ControlRoom room, String name, Set<Role> roles) {
        room.access().accounts().put(new Account(name, NewPasswords.hash(PASSWORD), roles));
    }

    /** One more account, with the usual password. */
    public void account(String name, Role role) {
        account(room(), name, Set.of(role));
    }

    /** The name of the account that has the role. */
    public static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    public static String password() {
        return PASSWORD;
    }

    public URI uri() {
        return server.uri();
    }

    public ControlRoom room() {
        return served.room();
    }

    public Served served() {
        return served;
    }

    /** Somebody who asks, by name and the usual password; nobody if empty. */
    public Client as(String name) {
        return Client.of(server.uri(), name, PASSWORD);
    }

    /** Somebody who asks and has the role. */
    public Client as(Role role) {
        return as(word(role));
    }

    @Override
    public void close() {
        server.close();
        served.room().close();
    }
}
