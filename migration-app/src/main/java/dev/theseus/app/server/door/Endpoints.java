package dev.theseus.app.server.door;

import java.util.List;
import java.util.stream.Stream;

/** Every request of the API, and who may send it. What is not here, nobody may. */
public final class Endpoints {

    private static final String MIGRATION = "/api/v1/migrations/{migration}";

    public static final List<Endpoint> ALL = Stream.of(
                    Stream.of(
                            new Endpoint("GET", "/api/v1/health", Access.ANYBODY),
                            new Endpoint("GET", "/api/v1/openapi.yaml", Access.ANYBODY),
                            new Endpoint("GET", "/api/v1/openapi.json", Access.ANYBODY),
                            new Endpoint("GET", "/api/v1/session", Access.ANYBODY),
                            new Endpoint("GET", "/api/v1/metrics", Access.VIEWER),
                            new Endpoint("GET", "/api/v1/migrations", Access.VIEWER),
                            new Endpoint("GET", MIGRATION, Access.VIEWER),
                            new Endpoint("GET", MIGRATION + "/status", Access.VIEWER),
                            new Endpoint("GET", MIGRATION + "/report", Access.VIEWER),
                            new Endpoint("GET", MIGRATION + "/history", Access.VIEWER),
                            new Endpoint("GET", MIGRATION + "/events", Access.VIEWER),
                            new Endpoint("GET", MIGRATION + "/audit", Access.VIEWER),
                            new Endpoint("GET", MIGRATION + "/checkpoints", Access.VIEWER),
                            new Endpoint("GET", MIGRATION + "/definitions", Access.VIEWER)),
                    commands(
                            Access.OPERATOR,
                            "run",
                            "pause",
                            "resume",
                            "accept",
                            "advance",
                            "rollout",
                            "rollout-run",
                            "rollout-stop",
                            "checkpoint",
                            "verify",
                            "cutover",
                            "abort",
                            "rollback",
                            "complete"),
                    commands(Access.APPROVER, "approve"),
                    commands(Access.OPERATOR_OR_APPROVER, "withdraw"),
                    Stream.of(
                            new Endpoint("GET", "/api/v1/accounts", Access.ADMINISTRATOR),
                            new Endpoint("PUT", "/api/v1/accounts/{account}", Access.ADMINISTRATOR),
                            new Endpoint("DELETE", "/api/v1/accounts/{account}", Access.ADMINISTRATOR),
                            new Endpoint("GET", "/api/v1/access", Access.ADMINISTRATOR)))
            .flatMap(endpoints -> endpoints)
            .toList();

    private Endpoints() {}

    private static Stream<Endpoint> commands(Access access, String... names) {
        return Stream.of(names).map(name -> new Endpoint("POST", MIGRATION + "/commands/" + name, access));
    }
}
