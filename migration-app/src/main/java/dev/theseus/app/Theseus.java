package dev.theseus.app;

import dev.theseus.app.cli.TheseusCommand;
import dev.theseus.app.demo.ShopNode;
import dev.theseus.app.operations.ProgramOperations;
import java.io.IOException;

/** The program's entry point on a Java that is new enough; {@code dev.theseus.launch.Launcher} leads here. */
public final class Theseus {

    private Theseus() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals(ShopNode.COMMAND)) {
            ShopNode.serve(System.in, System.out);
            return;
        }
        int code = TheseusCommand.commandLine(new ProgramOperations(), System.getenv())
                .execute(args);
        System.exit(code);
    }
}
