package dev.theseus.app.cli;

import dev.theseus.app.audit.AuditExport.Format;
import dev.theseus.domain.phase.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Notes what it was asked for, and answers as told. */
final class RecordedOperations implements Operations {

    private final List<String> calls = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final List<RolloutChange> changes = new ArrayList<>();
    private final Callable<ExitCode> answer;

    RecordedOperations(Callable<ExitCode> answer) {
        this.answer = answer;
    }

    List<String> calls() {
        return calls;
    }

    List<RolloutChange> changes() {
        return changes;
    }

    List<Order> orders() {
        return orders;
    }

    private ExitCode called(String name, Order order) throws InterruptedException {
        orders.add(order);
        return called(name);
    }

    private ExitCode called(String name) throws InterruptedException {
        calls.add(name);
        try {
            return answer.call();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public ExitCode run(Order order, RunGoal goal, Console console) throws InterruptedException {
        return called("run " + goal + " " + console.form(), order);
    }

    @Override
    public ExitCode status(Order order, Console console) throws InterruptedException {
        return called("status " + console.form(), order);
    }

    @Override
    public ExitCode pause(Order order, Console console) throws InterruptedException {
        return called("pause", order);
    }

    @Override
    public ExitCode resume(Order order, Console console) throws InterruptedException {
        return called("resume", order);
    }

    @Override
    public ExitCode definitions(Order order, Console console) throws InterruptedException {
        return called("definitions", order);
    }

    @Override
    public ExitCode accept(Order order, Console console) throws InterruptedException {
        return called("accept", order);
    }

    @Override
    public ExitCode remap(Order order, Console console) throws InterruptedException {
        return called("remap", order);
    }

    @Override
    public ExitCode rollout(Order order, RolloutChange change, Console console) throws InterruptedException {
        changes.add(change);
        return called("rollout", order);
    }

    @Override
    public ExitCode advance(Order order, Phase to, Console console) throws InterruptedException {
        return called("advance " + to, order);
    }

    @Override
    public ExitCode verify(Order order, Console console) throws InterruptedException {
        return called("verify", order);
    }

    @Override
    public ExitCode audit(Order order, Console console) throws InterruptedException {
        return called("audit", order);
    }

    @Override
    public ExitCode verifyAudit(Order order, AuditProof proof, Console console) throws InterruptedException {
        return called("audit verify " + proof, order);
    }

    @Override
    public ExitCode anchorAudit(Order order, Console console) throws InterruptedException {
        return called("audit anchor", order);
    }

    @Override
    public ExitCode exportAudit(Order order, Format format, Console console) throws InterruptedException {
        return called("audit export " + format, order);
    }

    @Override
    public ExitCode lineage(Order order, String table, List<String> key, Console console) throws InterruptedException {
        return called("lineage " + table + " " + key, order);
    }

    @Override
    public ExitCode clean(Order order, Console console) throws InterruptedException {
        return called("clean", order);
    }

    @Override
    public ExitCode raise(Order order, Console console) throws InterruptedException {
        return called("raise", order);
    }

    @Override
    public ExitCode stopRaising(Order order, Console console) throws InterruptedException {
        return called("stop raising", order);
    }

    @Override
    public ExitCode cutover(Order order, Waiting waiting, Console console) throws InterruptedException {
        return called("cutover " + waiting, order);
    }

    @Override
    public ExitCode approve(Order order, String what, Console console) throws InterruptedException {
        return called("approve " + what, order);
    }

    @Override
    public ExitCode rollback(Order order, RollbackGoal goal, Console console) throws InterruptedException {
        return called("rollback " + goal, order);
    }

    @Override
    public ExitCode abort(Order order, Console console) throws InterruptedException {
        return called("abort", order);
    }

    @Override
    public ExitCode takeCheckpoint(Order order, String name, Console console) throws InterruptedException {
        return called("checkpoint " + name, order);
    }

    @Override
    public ExitCode checkpoints(Order order, Console console) throws InterruptedException {
        return called("checkpoints " + console.form(), order);
    }

    @Override
    public ExitCode complete(Order order, Waiting waiting, Console console) throws InterruptedException {
        return called("complete " + waiting, order);
    }

    @Override
    public ExitCode report(Order order, ReportForm form, Console console) throws InterruptedException {
        return called("report " + form, order);
    }

    @Override
    public ExitCode serve(Order order, ServeGoal goal, Console console) throws InterruptedException {
        return called("serve " + goal, order);
    }

    @Override
    public ExitCode demo(DemoOrder order, Console console) throws InterruptedException {
        return called("demo " + order);
    }
}
