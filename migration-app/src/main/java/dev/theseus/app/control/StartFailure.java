package dev.theseus.app.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says for a person why the control server did not start, from what the server wrote into its log. */
final class StartFailure {

    private static final int LINES = 20;
    private static final Pattern OTHER_VERSION = Pattern.compile(
            "initialized by PostgreSQL version (\\S+), which is not compatible with this version (\\d+)");

    private StartFailure() {}

    /** @param failed what was seen of it from outside */
    static String explain(ServerDirectory place, Exception failed) {
        String log = tail(place);
        Matcher version = OTHER_VERSION.matcher(log);
        if (version.find()) {
            return ("The control directory %s was made by PostgreSQL %s, but this Theseus brings PostgreSQL %s. Run the"
                            + " Theseus that made it, or name another control directory in the plan (control.directory).")
                    .formatted(place.root(), version.group(1), version.group(2));
        }
        return "The control server in %s did not start: %s. Its log is %s; it ends with:%n%s"
                .formatted(place.root(), failed.getMessage(), place.log(), log);
    }

    private static String tail(ServerDirectory place) {
        try {
            List<String> lines = new String(Files.readAllBytes(place.log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException unreadable) {
            return "(the log can't be read)";
        }
    }
}
