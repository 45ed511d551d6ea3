package dev.theseus.app.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.server.Client;
import dev.theseus.app.server.Client.Answer;
import dev.theseus.app.server.ServerUnderTest;
import dev.theseus.domain.access.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The files of the page, also where no browser is installed. */
@ExtendWith(ServerUnderTest.Ends.class)
class PageFilesTest {

    private static final Pattern NAMED =
            Pattern.compile("(?:href|src)=\"(/(?!api/)[^\"]+)\"|from \"(?:\\.(/[^\"]+)|(/[^\"]+))\"");

    private final ServerUnderTest server = ServerUnderTest.shared();

    /** Each file that the page names, and those name, with what it says. */
    private static Map<String, String> files(Client client, String first) throws Exception {
        Map<String, String> found = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(first);
        while (!open.isEmpty()) {
            String path = open.remove();
            if (!found.containsKey(path)) {
                Answer answer = client.get(path);
                assertThat(answer.status()).as(path).isEqualTo(200);
                found.put(path, answer.whole().body());
                NAMED.matcher(answer.whole().body())
                        .results()
                        .forEach(named -> open.add(
                                named.group(1) != null
                                        ? named.group(1)
                                        : named.group(3) != null ? named.group(3) : "/page" + named.group(2)));
            }
        }
        return found;
    }

    @Test
    void all_that_the_page_names_is_there() throws Exception {
        Map<String, String> files = files(server.as(Role.VIEWER), "/");

        assertThat(files.keySet()).contains("/assets/theme.css", "/page/main.js", "/page/dialog.js");
        assertThat(files.keySet()).anyMatch(path -> path.startsWith("/webjars/uplot/"));
    }

    @Test
    void all_that_the_page_for_signing_in_names_is_there_for_everybody() throws Exception {
        assertThat(files(server.as(""), "/login.html").keySet())
                .contains("/assets/theme.css", "/assets/login.js", "/assets/icon.svg");
        assertThat(server.as("").get("/page/main.js").status()).isEqualTo(401);
    }

    @Test
    void no_text_becomes_markup_and_no_page_carries_scripts_or_styles_in_itself() throws Exception {
        Map<String, String> files = files(server.as(Role.VIEWER), "/");
        files.keySet().removeIf(path -> path.startsWith("/webjars/"));

        files.forEach((path, text) -> assertThat(text)
                .as(path)
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "style=")
                .doesNotContainPattern("<script(?![^>]+src=)"));
    }
}
