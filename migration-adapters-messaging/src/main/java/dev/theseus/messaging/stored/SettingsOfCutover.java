package dev.theseus.messaging.stored;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From revision 2 to 3: settings say how authority moves and how the service's requests are brought over, and a
 * checkpoint who read from new. A migration that was begun without them goes by what was the default when they came;
 * nobody read from new when a checkpoint was taken, as far as it says.
 */
final class SettingsOfCutover extends SettingsUpcaster {

    private static final String CUTOVER = """
            {"approval":"NOT_REQUIRED",
             "budget":{"lockWait":"PT0.1S","patience":"PT1M","pause":"PT0.5S"},
             "persistence":{"attempts":5,"firstRest":"PT2S","longestRest":"PT1M","stepLimit":"PT10M"},
             "readiness":{"dwell":"PT10M","freeConnections":5,"rehearsalMaximumAge":"PT1H",
                          "verificationMaximumAge":"PT2H"},
             "wayBack":"PT24H"}""";

    private static final String TRAFFIC = """
            {"automaticRollback":{"errorRate":0.05,"guard":{"period":"PT6H","rollbacks":2},"minimumRequests":100,
                                  "mode":"ON","window":"PT5M"},
             "failback":{"deadline":"PT10M"},
             "rollout":{"limits":{"errorRate":0.01,"latencyRatio":2.0,"minimumReads":100,"mismatchRate":0.0},
                        "mode":"AUTOMATIC",
                        "retry":{"attempts":2,"rest":"PT1M"},
                        "steps":[{"dwell":"PT10M","percentage":1.0},{"dwell":"PT10M","percentage":5.0},
                                 {"dwell":"PT10M","percentage":10.0},{"dwell":"PT10M","percentage":50.0},
                                 {"dwell":"PT10M","percentage":100.0}]}}""";

    private static final String NOBODY = """
            {"checkSample":0.01,"dualWrites":"ON","maximumLag":"PT5S","percentage":0.0,"regions":[],"segments":[],
             "services":[],"shadowReads":"OFF","shadowSample":0.01}""";

    /** @param places of settings in the event, as JSON pointers */
    SettingsOfCutover(String event, String... places) {
        super(event, 2, places);
    }

    @Override
    void complete(ObjectNode settings) {
        settings.set("cutover", StoredJson.MAPPER.readTree(CUTOVER));
        settings.set("traffic", StoredJson.MAPPER.readTree(TRAFFIC));
    }

    @Override
    void completeRest(JsonNode event) {
        if (event.get("checkpoint") instanceof ObjectNode checkpoint) {
            checkpoint.set("policy", StoredJson.MAPPER.readTree(NOBODY));
        }
    }
}
