package dev.theseus.app;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations;

/** Stands where the modules are composed, and says so. */
final class NotComposed implements Operations {

    private static ExitCode missing() {
        throw new EnvironmentFailed("This build of Theseus can propose and check plans, and nothing else yet.");
    }

    @Override
    public ExitCode run(Order order, RunGoal goal, Console console) {
        return missing();
    }

    @Override
    public ExitCode status(Order order, Console console) {
        return missing();
    }

    @Override
    public ExitCode pause(Order order, Console console) {
        return missing();
    }

    @Override
    public ExitCode resume(Order order, Console console) {
        return missing();
    }

    @Override
    public ExitCode verify(Order order, Console console) {
        return missing();
    }

    @Override
    public ExitCode audit(Order order, Console console) {
        return missing();
    }

    @Override
    public ExitCode clean(Order order, Console console) {
        return missing();
    }

    @Override
    public ExitCode demo(DemoOrder order, Console console) {
        return missing();
    }
}
