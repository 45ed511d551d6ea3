package dev.theseus.app.operations;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.cli.CheckOutput;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanCheck;
import dev.theseus.app.plan.PlanCheck.Trials;
import dev.theseus.app.status.StoredPlan;
import dev.theseus.domain.inspection.Severity;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.plan.Plan;
import java.util.Optional;
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
        Optional<Plan> stored = StoredPlan.of(state);
        stored.ifPresent(this::refuseOtherMappings);
        return stored.map(plan -> StoredPlan.refreshed(plan, order.plan())).orElseGet(this::checked);
    }

    /** A run would go on by the mappings that it began with, and whoever wrote others would take them for these. */
    private void refuseOtherMappings(Plan stored) {
        boolean says = order.plan().tables().entries().stream()
                .anyMatch(e -> !e.mapping().saysNothing());
        if (!says) {
            return;
        }
        new PlanCheck(order.plan(), passwords)
                .checkMappings(Trials.LEFT_OUT)
                .plan()
                .map(resolved -> RemappedPlan.of(stored, resolved, order.plan()).changed())
                .filter(changed -> !changed.isEmpty())
                .ifPresent(changed -> {
                    throw new BadInput("The plan file has another mapping of "
                            + changed.stream()
                                    .map(t -> t.old() + " into " + t.target())
                                    .collect(Collectors.joining(" and of "))
                            + " than migration \"" + stored.id()
                            + "\" goes by. Give it the next `version:` and put it in"
                            + " force with `theseus remap`, or put the former one back.");
                });
    }

    private Plan checked() {
        PlanCheck.Report report =
                new PlanCheck(order.plan(), passwords).of(order.file()).check();
        return switch (report.verdict()) {
            case OK -> report.plan().orElseThrow();
            case STOPS -> {
                new CheckOutput(order.plan(), report, console).print();
                throw new BadInput(order.file() + " can't be run as things are: " + stops(report));
            }
            case UNREACHABLE ->
                throw new EnvironmentFailed(report.findings().stream()
                        .map(f -> f.what() + " " + f.message())
                        .collect(Collectors.joining("; ")));
        };
    }

    /** For those who don't see what was printed. */
    private static String stops(PlanCheck.Report report) {
        return report.findings().stream()
                .filter(f -> f.severity() == Severity.STOPS)
                .map(f -> f.what() + " " + f.message())
                .collect(Collectors.joining("; "));
    }
}
