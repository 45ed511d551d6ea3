package dev.theseus.app.remote;

import dev.theseus.app.audit.AuditExport.Format;
import dev.theseus.app.cli.BadInput;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations;
import dev.theseus.app.cli.RolloutChange;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands of the program, asked of a server, which carries them out by the same operations. */
public final class RemoteOperations implements Operations {

    /** Without anything open. */
    public RemoteOperations() {}

    /** Something that is asked of a server. */
    @FunctionalInterface
    private interface Asking {
        ExitCode of(ServerClient server) throws InterruptedException;
    }

    private static ExitCode asking(Order order, Asking asking) throws InterruptedException {
        try (ServerClient server = new ServerClient(
                order.server().orElseThrow(), order.environment(), order.file().toString())) {
            return asking.of(server);
        }
    }

    private static String form(Console console) {
        return console.form().name().toLowerCase(Locale.ROOT);
    }

    private static ExitCode look(String what, Order order, Console console) throws InterruptedException {
        return asking(order, server -> print(server.get("/" + what + "?form=" + form(console)), console));
    }

    /** Prints what the operation printed there. */
    static ExitCode print(JsonNode printed, Console console) {
        JsonNode result = printed.path("result");
        if (console.form() == Console.Form.JSON && !result.isNull() && !result.isMissingNode()) {
            console.json(result);
        }
        ServerClient.texts(printed.path("lines")).forEach(console::line);
        ServerClient.texts(printed.path("notes")).forEach(console::note);
        int code = printed.path("exitCode").asInt(ExitCode.SERVER_FAILED.code());
        return Arrays.stream(ExitCode.values())
                .filter(known -> known.code() == code)
                .findFirst()
                .orElse(ExitCode.SERVER_FAILED);
    }

    private static ExitCode command(String name, Order order, ObjectNode body, Console console)
            throws InterruptedException {
        return asking(
                order, server -> print(server.command(name, withReason(body, order, name), form(console)), console));
    }

    /** Where none was typed, the name of the command is the reason, as without a server. */
    private static ObjectNode withReason(ObjectNode body, Order order, String name) {
        return body.put("reason", order.reason().orElse(name));
    }

    private static ExitCode transfer(String name, Order order, ObjectNode body, Waiting waiting, Console console)
            throws InterruptedException {
        return asking(order, server -> {
            long before = server.get("").path("version").asLong();
            JsonNode answer = server.command(name, withReason(body, order, name), form(console));
            ExitCode code = print(answer, console);
            return waiting == Waiting.UNTIL_DONE && code == ExitCode.DONE
                    ? new RemoteTransfer(
                                    server,
                                    console,
                                    answer.path("waiting").path("what").asString(""))
                            .follow(before)
                    : code;
        });
    }

    @Override
    public ExitCode run(Order order, RunGoal goal, Console console) {
        throw notThere("run");
    }

    @Override
    public ExitCode clean(Order order, Console console) {
        throw notThere("clean");
    }

    @Override
    public ExitCode definitions(Order order, Console console) throws InterruptedException {
        return look("definitions", order, console);
    }

    @Override
    public ExitCode accept(Order order, Console console) throws InterruptedException {
        return command("accept", order, ServerClient.body(), console);
    }

    @Override
    public ExitCode remap(Order order, Console console) {
        throw notThere("remap");
    }

    @Override
    public ExitCode verifyAudit(Order order, AuditProof proof, Console console) {
        throw notThere("audit verify");
    }

    @Override
    public ExitCode anchorAudit(Order order, Console console) {
        throw notThere("audit anchor");
    }

    @Override
    public ExitCode exportAudit(Order order, Format format, Console console) {
        throw notThere("audit export");
    }

    @Override
    public ExitCode lineage(Order order, String table, List<String> key, Console console) {
        throw notThere("lineage");
    }

    @Override
    public ExitCode serve(Order order, ServeGoal goal, Console console) {
        throw notThere("serve");
    }

    @Override
    public ExitCode demo(DemoOrder order, Console console) {
        throw notThere("demo");
    }

    private static BadInput notThere(String command) {
        return new BadInput("--server: `theseus " + command
                + "` works on a plan file where it is typed; leave the server" + " out");
    }

    @Override
    public ExitCode status(Order order, Console console) throws InterruptedException {
        return look("status", order, console);
    }

    @Override
    public ExitCode checkpoints(Order order, Console console) throws InterruptedException {
        return look("checkpoints", order, console);
    }

    @Override
    public ExitCode report(Order order, ReportForm form, Console console) throws InterruptedException {
        return asking(order, server -> {
            console.out().print(server.text("/report?format=" + form.name().toLowerCase(Locale.ROOT)));
            console.out().flush();
            return ExitCode.DONE;
        });
    }

    @Override
    public ExitCode audit(Order order, Console console) throws InterruptedException {
        return asking(order, server -> new RemoteAudit(server, console).print());
    }

    @Override
    public ExitCode pause(Order order, Console console) throws InterruptedException {
        return command("pause", order, ServerClient.body(), console);
    }

    @Override
    public ExitCode resume(Order order, Console console) throws InterruptedException {
        return command("resume", order, ServerClient.body(), console);
    }

    @Override
    public ExitCode verify(Order order, Console console) throws InterruptedException {
        return command("verify", order, ServerClient.body(), console);
    }

    @Override
    public ExitCode raise(Order order, Console console) throws InterruptedException {
        return command("rollout-run", order, ServerClient.body(), console);
    }

    @Override
    public ExitCode stopRaising(Order order, Console console) throws InterruptedException {
        return command("rollout-stop", order, ServerClient.body(), console);
    }

    @Override
    public ExitCode abort(Order order, Console console) throws InterruptedException {
        return command("abort", order, ServerClient.body(), console);
    }

    @Override
    public ExitCode advance(Order order, Phase to, Console console) throws InterruptedException {
        return command("advance", order, ServerClient.body().put("to", to.name().toLowerCase(Locale.ROOT)), console);
    }

    @Override
    public ExitCode approve(Order order, String what, Console console) throws InterruptedException {
        return command("approve", order, ServerClient.body().put("what", what), console);
    }

    @Override
    public ExitCode takeCheckpoint(Order order, String name, Console console) throws InterruptedException {
        return command("checkpoint", order, ServerClient.body().put("name", name), console);
    }

    @Override
    public ExitCode rollout(Order order, RolloutChange change, Console console) throws InterruptedException {
        ObjectNode body = ServerClient.body();
        change.readers().percentage().ifPresent(p -> body.put("percentage", p));
        names(body, "segments", change.readers().segments());
        names(body, "regions", change.readers().regions());
        names(body, "services", change.readers().services());
        change.dualWrites().ifPresent(s -> body.put("dualWrites", s == Switch.ON));
        change.watch().shadowReads().ifPresent(s -> body.put("shadowReads", s == Switch.ON));
        change.watch().shadowSample().ifPresent(s -> body.put("shadowSample", s));
        change.watch().checkSample().ifPresent(s -> body.put("checkSample", s));
        change.maximumLag().ifPresent(lag -> body.put("maximumLag", lag.toMillis() + "ms"));
        return command("rollout", order, body, console);
    }

    private static void names(ObjectNode body, String what, Optional<Set<String>> names) {
        names.ifPresent(all -> {
            ArrayNode array = body.putArray(what);
            all.stream().sorted().forEach(array::add);
        });
    }

    @Override
    public ExitCode cutover(Order order, Waiting waiting, Console console) throws InterruptedException {
        return transfer("cutover", order, ServerClient.body(), waiting, console);
    }

    @Override
    public ExitCode complete(Order order, Waiting waiting, Console console) throws InterruptedException {
        return transfer("complete", order, ServerClient.body(), waiting, console);
    }

    @Override
    public ExitCode rollback(Order order, RollbackGoal goal, Console console) throws InterruptedException {
        ObjectNode body = ServerClient.body().put("dry", goal.mode() == RollbackGoal.Mode.DRY);
        goal.to().ifPresent(to -> body.put("to", to));
        return transfer("rollback", order, body, goal.waiting(), console);
    }
}
