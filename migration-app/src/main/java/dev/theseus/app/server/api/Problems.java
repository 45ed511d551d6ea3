package dev.theseus.app.server.api;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.app.plan.PlanFileRefused;
import dev.theseus.app.server.problem.Problem;
import dev.theseus.app.server.watch.StillLooking;
import dev.theseus.domain.access.AccessStoreFailed;
import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.messaging.ControlDatabaseFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of each failure what it means to the client. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** @param path that was asked for */
    static Problem of(Exception failure, String path) {
        return switch (failure) {
            case IllegalTransition illegal ->
                Problem.of("not-now", "The migration does not permit it now", 409, message(illegal), path)
                        .with(illegal.missing());
            case CaptureRefused refused ->
                Problem.of("not-now", "The migration does not permit it now", 409, message(refused), path);
            case BadInput bad -> badRequest(bad, path);
            case BadRequest bad -> badRequest(bad, path);
            case PlanFileRefused bad -> badRequest(bad, path);
            case NoSuchThing nothing -> Problem.of("not-found", "There is no such thing", 404, message(nothing), path);
            case Conflict conflict ->
                Problem.of(conflict.kind(), conflict.title(), conflict.status(), message(conflict), path);
            case TooMany many -> Problem.of("too-many", "Too much at a time", 503, message(many), path);
            case DatabaseUnavailable away -> unavailable(away, path);
            case DatabaseRefused refused -> unavailable(refused, path);
            case EnvironmentFailed failed -> unavailable(failed, path);
            case ControlDatabaseFailed failed -> unavailable(failed, path);
            case AccessStoreFailed failed -> unavailable(failed, path);
            case Stale stale -> unavailable(stale, path);
            case StillLooking looking -> unavailable(looking, path);
            default -> {
                LOG.error("{} failed", path, failure);
                yield Problem.of(
                        "failed",
                        "The server failed",
                        500,
                        "Theseus failed: " + failure.getClass().getSimpleName() + ". Its log has more.",
                        path);
            }
        };
    }

    private static Problem badRequest(Exception bad, String path) {
        return Problem.of("bad-request", "The request can't be used", 400, message(bad), path);
    }

    private static Problem unavailable(Exception failed, String path) {
        return Problem.of("unavailable", "A database does not answer", 503, message(failed), path);
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
