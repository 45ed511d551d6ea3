package dev.theseus.app.operations;

import dev.theseus.app.cli.CheckOutput;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanCheck;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.plan.Plan;
import java.util.Optional;

/** Finds the plan that a run works by: the one that the migration has, else the file's, if nothing speaks against it. */
final class PlanChoice {

    private final Order order;
    private final Passwords passwords;
    private final Console console;
    private ExitCode refusal = ExitCode.BAD_INPUT;

    PlanChoice(Order order, Passwords passwords, Console console) {
        this.order = order;
        this.passwords = passwords;
        this.console = console;
    }

    /** Empty if something would stop the run; that has been shown then. */
    Optional<Plan> plan(MigrationState state) {
        Optional<Plan> stored = StoredPlan.of(state);
        return stored.isPresent() ? Optional.of(StoredPlan.refreshed(stored.get(), order.plan())) : checked();
    }

    private Optional<Plan> checked() {
        PlanCheck.Report report = new PlanCheck(order.plan(), passwords).check();
        if (report.verdict() != PlanCheck.Verdict.OK) {
            new CheckOutput(order.plan(), report, console).print();
            refusal = report.verdict() == PlanCheck.Verdict.UNREACHABLE ? ExitCode.SERVER_FAILED : ExitCode.BAD_INPUT;
        }
        return report.plan();
    }

    ExitCode refusal() {
        return refusal;
    }
}
