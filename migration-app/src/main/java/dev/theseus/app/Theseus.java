package dev.theseus.app;

import dev.theseus.app.cli.TheseusCommand;
import dev.theseus.app.demo.ShopNode;
import dev.theseus.app.operations.AnywhereOperations;
import java.io.IOException;
import java.io.PrintStream;

/** The program's entry point on a Java that is new enough; {@code dev.theseus.launch.Launcher} leads here. */
public final class Theseus {

    private Theseus() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals(ShopNode.COMMAND)) {
            PrintStream answers = System.out;
            // who asks reads answers there; a line of somebody's log among them would be none
            System.setOut(System.err);
            ShopNode.serve(System.in, answers);
            return;
        }
        int code = TheseusCommand.commandLine(new AnywhereOperations(), System.getenv())
                .execute(args);
        System.exit(code);
    }
}
