package dev.theseus.app.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.theseus.app.server.ServerUnderTest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Somebody at the page, in a browser session of his own. */
public final class Visit implements AutoCloseable {

    private static final double PATIENCE = 10_000;

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Visit(BrowserContext context) {
        this.context = context;
        this.page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(this::complained);
    }

    /** Signs in by the page, with the usual password, on a screen of this many points. */
    static Visit by(String name, URI server, Browser browser, int width) {
        return by(name, ServerUnderTest.password(), server, browser, width);
    }

    /** Signs in by the page, on a screen of this many points. */
    public static Visit by(String name, String password, URI server, Browser browser, int width) {
        Visit visit = new Visit(browser.newContext(new Browser.NewContextOptions().setViewportSize(width, 900)));
        visit.context.setDefaultTimeout(PATIENCE);
        visit.page.navigate(server.toString());
        visit.signIn(name, password);
        visit.page.locator("#phases li").first().waitFor();
        return visit;
    }

    /** Somebody who has not signed in yet. */
    static Visit byNobody(URI server, Browser browser) {
        Visit visit = new Visit(browser.newContext());
        visit.context.setDefaultTimeout(PATIENCE);
        visit.page.navigate(server.toString());
        return visit;
    }

    private void complained(ConsoleMessage message) {
        // a refusal is what some of them are there to see
        if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
            complaints.add(message.text());
        }
    }

    void signIn(String name, String password) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        button("Sign in").click();
    }

    public Page page() {
        return page;
    }

    /** @param beginning of its words; the browser reads it as a pattern, in which it has to mean itself */
    public Locator button(String beginning) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + beginning)));
    }

    public Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** Presses a button of the page, and says why in the dialog. */
    public void command(String button, String reason) {
        button(button).click();
        page.getByLabel("Reason").fill(reason);
        send();
    }

    public void send() {
        page.locator("#send").click();
    }

    public Locator events() {
        return page.locator("#timeline li");
    }

    /** What the browser complained about: scripts that failed, and what the server's policy does not permit. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        context.close();
    }
}
