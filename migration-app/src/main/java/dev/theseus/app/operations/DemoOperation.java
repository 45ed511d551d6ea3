package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.DemoOrder;
import dev.theseus.app.demo.Demo;
import dev.theseus.app.demo.DemoReport;
import dev.theseus.app.demo.DemoSettings;
import dev.theseus.app.demo.WaitRanOut;
import java.io.IOException;
import java.io.PrintStream;

/** Shows the demonstration with the program's own run and the comparison that shares nothing with it. */
final class DemoOperation {

    private final DemoOrder order;
    private final Console console;

    DemoOperation(DemoOrder order, Console console) {
        this.order = order;
        this.console = console;
    }

    /** Where figures are wanted as JSON, nothing else is in the output. */
    private PrintStream told() {
        return switch (console.form()) {
            case TEXT -> System.out;
            case JSON -> System.err;
        };
    }

    ExitCode show() throws InterruptedException {
        DemoSettings settings = DemoSettings.DEFAULT.with(order.rows(), order.report());
        Demo.Program program = new Demo.Program(new DemoRunner(console), new DemoHelm(console), new DemoComparison());
        try {
            DemoReport report = new Demo(settings, program, told()).show();
            if (console.form() == Console.Form.JSON) {
                console.json(report);
            }
            return report.verdict() == DemoReport.Verdict.EQUAL ? ExitCode.DONE : ExitCode.STOPPED;
        } catch (WaitRanOut e) {
            throw new EnvironmentFailed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new EnvironmentFailed("The demonstration could not go on (" + e.getMessage()
                    + "). Check that the temporary folder can be written and has room.");
        }
    }
}
