package dev.theseus.app.cli;

import dev.theseus.app.cli.RolloutChange.Readers;
import dev.theseus.app.cli.RolloutChange.Watch;
import dev.theseus.app.plan.Quantities;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "set",
        description = {
            "Changes who reads from new, while the service runs; every node goes by it within 250 ms.",
            "What is not named keeps its value. More readers are let in from phase RAMPING on, fewer at any time."
        })
final class RolloutCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Mixin
    private ServerOption server;

    @Mixin
    private JsonOption json;

    @Option(names = "--percentage", paramLabel = "0-100", description = "Of the eligible subjects that read from new.")
    private @Nullable Double percentage;

    @Option(names = "--segments", paramLabel = "A,B", description = "Whose subjects are eligible; '' for all.")
    private @Nullable String segments;

    @Option(names = "--regions", paramLabel = "A,B", description = "Whose requests are eligible; '' for all.")
    private @Nullable String regions;

    @Option(names = "--services", paramLabel = "A,B", description = "That are eligible; '' for all.")
    private @Nullable String services;

    @Option(names = "--shadow", paramLabel = "on|off", description = "Repeat reads of old on new, and compare.")
    private @Nullable Switch shadow;

    @Option(names = "--shadow-sample", paramLabel = "0-1", description = "Share of those reads that is repeated.")
    private @Nullable Double shadowSample;

    @Option(names = "--check-sample", paramLabel = "0-1", description = "Share of writes whose rows are compared.")
    private @Nullable Double checkSample;

    @Option(names = "--dual-writes", paramLabel = "on|off", description = "Apply writes to new at once.")
    private @Nullable Switch dualWrites;

    @Option(
            names = "--maximum-lag",
            paramLabel = "DURATION",
            description = "How far new may be behind before reads go to old, as in 500ms or 2s.")
    private @Nullable String maximumLag;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept in the audit.")
    private String reason;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    RolloutCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        RolloutChange change = new RolloutChange(
                new Readers(Optional.ofNullable(percentage), names(segments), names(regions), names(services)),
                new Watch(
                        Optional.ofNullable(shadow),
                        Optional.ofNullable(shadowSample),
                        Optional.ofNullable(checkSample)),
                Optional.ofNullable(dualWrites),
                Optional.ofNullable(maximumLag).map(RolloutCommand::duration));
        return session.operations()
                .rollout(
                        session.order(plan.file, Optional.of(reason), server),
                        change,
                        Session.console(spec.commandLine(), json.json))
                .code();
    }

    private static Optional<Set<String>> names(@Nullable String list) {
        return Optional.ofNullable(list)
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()));
    }

    private static Duration duration(String text) {
        try {
            return Quantities.duration(text);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--maximum-lag: `" + text + "` " + e.getMessage());
        }
    }
}
