package dev.theseus.app.operations;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.cli.CheckOutput;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanCheck;
import dev.theseus.app.status.StoredPlan;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.plan.Plan;
import java.util.stream.Collectors;

/**
 * Finds the plan that a run works by: the one that the migration has, else the file's, if nothing speaks against it.
 */
final class PlanChoice {

    private final Order order;
    private final Passwords passwords;
    private final Console console;

    PlanChoice(Order order, Passwords passwords, Console console) {
        this.order = order;
        this.passwords = passwords;
        this.console = console;
    }

    /**
     * @throws BadInput if something would stop the run; that has been printed then
     * @throws EnvironmentFailed if a server can't be reached
     */
    Plan plan(MigrationState state) {
        return StoredPlan.of(state)
                .map(stored -> StoredPlan.refreshed(stored, order.plan()))
                .orElseGet(this::checked);
    }

    private Plan checked() {
        PlanCheck.Report report = new PlanCheck(order.plan(), passwords).check();
        return switch (report.verdict()) {
            case OK -> report.plan().orElseThrow();
            case STOPS -> {
                new CheckOutput(order.plan(), report, console).print();
                throw new BadInput(order.file() + " can't be run as things are; what stops it is listed above.");
            }
            case UNREACHABLE ->
                throw new EnvironmentFailed(report.findings().stream()
                        .map(f -> f.what() + " " + f.message())
                        .collect(Collectors.joining("; ")));
        };
    }
}
