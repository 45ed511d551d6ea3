package dev.theseus.app.operations;

import dev.theseus.app.audit.AuditExport.Format;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations;
import dev.theseus.app.cli.RolloutChange;
import dev.theseus.app.operations.TransferOperation.Measured;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RestoreMode;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.phase.Phase;
import java.util.List;

/** The commands of the program, each by the class that knows how. */
public final class ProgramOperations implements Operations {

    private final ControlRooms rooms;

    /** Each command opens what it needs, and closes it. */
    public ProgramOperations() {
        this(ControlRooms.OPENED);
    }

    ProgramOperations(ControlRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public ExitCode run(Order order, RunGoal goal, Console console) {
        return new RunOperation(order, console, rooms).run(goal);
    }

    @Override
    public ExitCode status(Order order, Console console) throws InterruptedException {
        return new StatusOperation(order, console, rooms).show();
    }

    @Override
    public ExitCode pause(Order order, Console console) {
        return new CommandOperation(order, console, rooms).give("pause", MigrationCommand.Pause::new);
    }

    @Override
    public ExitCode resume(Order order, Console console) {
        return new CommandOperation(order, console, rooms).give("resume", MigrationCommand.Resume::new);
    }

    @Override
    public ExitCode definitions(Order order, Console console) {
        return new DefinitionOperation(order, console, rooms).show();
    }

    @Override
    public ExitCode accept(Order order, Console console) {
        return new DefinitionOperation(order, console, rooms).accept();
    }

    @Override
    public ExitCode remap(Order order, Console console) {
        return new RemapOperation(order, console, rooms).remap();
    }

    @Override
    public ExitCode rollout(Order order, RolloutChange change, Console console) {
        return new RolloutOperation(order, console, rooms).change(change);
    }

    @Override
    public ExitCode advance(Order order, Phase to, Console console) {
        return new RolloutOperation(order, console, rooms).advance(to);
    }

    @Override
    public ExitCode verify(Order order, Console console) throws InterruptedException {
        return new VerifyOperation(order, console, rooms).verify();
    }

    @Override
    public ExitCode audit(Order order, Console console) {
        return new AuditOperation(order, console, rooms).show();
    }

    @Override
    public ExitCode verifyAudit(Order order, AuditProof proof, Console console) {
        return new AuditProofOperation(order, console, rooms).verify(proof);
    }

    @Override
    public ExitCode anchorAudit(Order order, Console console) {
        return new AuditProofOperation(order, console, rooms).anchor();
    }

    @Override
    public ExitCode exportAudit(Order order, Format format, Console console) {
        return new AuditOperation(order, console, rooms).export(format);
    }

    @Override
    public ExitCode lineage(Order order, String table, List<String> key, Console console) {
        return new LineageOperation(order, console, rooms).show(table, key);
    }

    @Override
    public ExitCode clean(Order order, Console console) {
        return new RunOperation(order, console, rooms).clean(RowDisposition.KEEP);
    }

    @Override
    public ExitCode raise(Order order, Console console) {
        return new CommandOperation(order, console, rooms).give("rollout run", MigrationCommand.BeginRollout::new);
    }

    @Override
    public ExitCode stopRaising(Order order, Console console) {
        return new CommandOperation(order, console, rooms).give("rollout stop", MigrationCommand.StopRollout::new);
    }

    @Override
    public ExitCode cutover(Order order, Waiting waiting, Console console) throws InterruptedException {
        return new TransferOperation(order, console, rooms)
                .give("The cutover", Measured.by(MigrationCommand.BeginCutover::new), waiting);
    }

    @Override
    public ExitCode approve(Order order, String what, Console console) {
        return new CommandOperation(order, console, rooms)
                .give("approve", (migration, at) -> new MigrationCommand.Approve(migration, at, what));
    }

    @Override
    public ExitCode rollback(Order order, RollbackGoal goal, Console console) throws InterruptedException {
        RestoreMode mode = goal.mode() == RollbackGoal.Mode.DRY ? RestoreMode.DRY : RestoreMode.REAL;
        return new TransferOperation(order, console, rooms)
                .give(
                        "The rollback",
                        (migration, at, evidence) -> new MigrationCommand.RestoreCheckpoint(
                                migration, at, goal.to(), RestoreCause.ASKED, mode),
                        goal.waiting());
    }

    @Override
    public ExitCode abort(Order order, Console console) {
        return new CommandOperation(order, console, rooms)
                .give(
                        "abort",
                        (migration, at) -> new MigrationCommand.Abort(
                                migration, at, order.reason().orElse("asked for by " + order.actor())));
    }

    @Override
    public ExitCode takeCheckpoint(Order order, String name, Console console) throws InterruptedException {
        return new TransferOperation(order, console, rooms)
                .give(
                        "The checkpoint",
                        (migration, at, evidence) ->
                                new MigrationCommand.TakeCheckpoint(migration, at, name, evidence.get()),
                        Waiting.RETURN_AT_ONCE);
    }

    @Override
    public ExitCode checkpoints(Order order, Console console) {
        return new CheckpointOperation(order, console, rooms).list();
    }

    @Override
    public ExitCode complete(Order order, Waiting waiting, Console console) throws InterruptedException {
        return new TransferOperation(order, console, rooms)
                .give("The completion", Measured.by(MigrationCommand.BeginCompletion::new), waiting);
    }

    @Override
    public ExitCode report(Order order, ReportForm form, Console console) throws InterruptedException {
        return new ReportOperation(order, console, rooms).print(form);
    }

    @Override
    public ExitCode serve(Order order, ServeGoal goal, Console console) throws InterruptedException {
        return new ServeOperation(order, console).serve(goal);
    }

    @Override
    public ExitCode demo(DemoOrder order, Console console) throws InterruptedException {
        return new DemoOperation(order, console).show();
    }
}
