package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.cli.Operations.ServeGoal;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.log.ProgramLog;
import dev.theseus.app.run.EndOfProgram;
import dev.theseus.app.server.ServerPlace;
import dev.theseus.app.server.TheseusServer;
import dev.theseus.app.server.door.FirstAccount;
import dev.theseus.app.server.watch.Served;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Serves the control plane until the program is told to end, and runs the migration beside if that is wanted. */
final class ServeOperation {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Order order;
    private final Console console;

    ServeOperation(Order order, Console console) {
        this.order = order;
        this.console = console;
    }

    ExitCode serve(ServeGoal goal) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        EndOfProgram end = EndOfProgram.calls("theseus-server-stop", () -> stop(ended, closed));
        try {
            serve(goal, ended);
        } finally {
            closed.countDown();
            end.close();
        }
        return ExitCode.DONE;
    }

    @SuppressWarnings("try") // the log knows it by itself
    private void serve(ServeGoal goal, CountDownLatch ended) throws InterruptedException {
        try (ProgramLog.Scope log = ProgramLog.about(order.plan().migration(), "");
                ControlRoom room = ControlRooms.OPENED.of(order);
                RunBeside run = new RunBeside(order, console);
                TheseusServer server = TheseusServer.start(served(room, goal, run), place(goal))) {
            console.line("Theseus serves migration %s at %s (Ctrl-C stops it)."
                    .formatted(order.plan().migration(), server.uri()));
            warnOfOpenLine(server.uri());
            server.firstPassword()
                    .ifPresent(
                            password -> console.line("Sign in as \"%s\" with the password %s (it is shown this once)."
                                    .formatted(FirstAccount.NAME, password)));
            goal.newPassword().ifPresent(name -> renew(room, name));
            console.out().flush();
            if (goal.run() == ServeGoal.Running.HERE) {
                run.begin();
            }
            ended.await();
        }
    }

    private void renew(ControlRoom room, String name) {
        console.line("Sign in as \"%s\" with the password %s (it is shown this once)."
                .formatted(name, FirstAccount.renew(room, name, order.actor())));
    }

    private static ServerPlace place(ServeGoal goal) {
        return new ServerPlace(goal.address(), goal.port(), goal.settings());
    }

    private void warnOfOpenLine(URI uri) {
        if (uri.getScheme().equals("http") && !LOOPBACK.contains(uri.getHost())) {
            console.note("Others can read passwords on their way to " + uri
                    + ": set server.ssl in the settings, or let only a proxy with TLS reach it.");
        }
    }

    /** All requests share the server's own control room. */
    private Served served(ControlRoom room, ServeGoal goal, RunBeside run) {
        return new Served(
                room,
                new ProgramOperations(any -> room.lent()),
                order,
                goal.run() == ServeGoal.Running.HERE ? Optional.of(run) : Optional.empty());
    }

    /** Holds the end of the program up until all is closed; to be told to end is how a server ends. */
    private static void stop(CountDownLatch ended, CountDownLatch closed) {
        ended.countDown();
        try {
            if (closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(ExitCode.DONE.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
