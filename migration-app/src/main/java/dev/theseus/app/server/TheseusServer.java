package dev.theseus.app.server;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.app.server.door.FirstAccount;
import dev.theseus.app.server.watch.Served;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The control plane of one migration as a server, from start to close. */
public final class TheseusServer implements AutoCloseable {

    /** What a settings file may say otherwise. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            // who watches would be waited for
            "server.shutdown", "immediate",
            "server.servlet.session.timeout", "30m",
            "server.servlet.session.cookie.name", "THESEUS_SESSION",
            "server.servlet.session.cookie.http-only", "true",
            "server.servlet.session.cookie.same-site", "strict",
            "server.tomcat.max-http-form-post-size", "64KB",
            "spring.mvc.problemdetails.enabled", "false",
            "spring.threads.virtual.enabled", "true",
            "spring.web.resources.static-locations", "classpath:/console/",
            "spring.jackson.deserialization.fail-on-unknown-properties", "true");

    /** Says what it begins and ends, which nobody asked for; held here, or what is set would be forgotten. */
    private static final Logger WEB_SERVER = Logger.getLogger("org.apache");

    private final ServletWebServerApplicationContext context;
    private final String address;
    private final Optional<String> firstPassword;

    private TheseusServer(ServletWebServerApplicationContext context, String address, Optional<String> firstPassword) {
        this.context = context;
        this.address = address;
        this.firstPassword = firstPassword;
    }

    /**
     * Starts it; it answers when this returns.
     *
     * @param served what it serves; stays the caller's to close, after this
     * @throws EnvironmentFailed if the port is taken
     * @throws BadInput if the settings can't be used
     */
    public static TheseusServer start(Served served, ServerPlace place) {
        // the program's own logging stays as it is
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        WEB_SERVER.setLevel(Level.WARNING);
        ServletWebServerApplicationContext context = open(served, place);
        try {
            // not before: a start that fails would have shown the password to nobody
            return new TheseusServer(context, place.address(), FirstAccount.make(served.room()));
        } catch (RuntimeException failed) {
            context.close();
            throw failed;
        }
    }

    private static ServletWebServerApplicationContext open(Served served, ServerPlace place) {
        try {
            return (ServletWebServerApplicationContext) new SpringApplicationBuilder(ServerConfiguration.class)
                    .web(WebApplicationType.SERVLET)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .registerShutdownHook(false)
                    .properties(DEFAULTS)
                    .initializers(
                            context -> ((GenericApplicationContext) context).registerBean(Served.class, () -> served))
                    .run(arguments(place));
        } catch (RuntimeException failed) {
            throw explained(failed, place);
        }
    }

    private static String[] arguments(ServerPlace place) {
        return new String[] {
            "--server.address=" + place.address(),
            "--server.port=" + place.port(),
            "--spring.config.location="
                    + place.settings()
                            .map(file -> file.toAbsolutePath().toUri().toString())
                            .orElse("optional:classpath:/dev/theseus/app/server/none.yaml")
        };
    }

    private static RuntimeException explained(RuntimeException failed, ServerPlace place) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException) {
                return new EnvironmentFailed("Port " + place.port() + " on " + place.address()
                        + " is in use. Name another one with --port, or stop what uses it.");
            }
            if (cause instanceof BadInput bad) {
                return bad;
            }
        }
        return failed;
    }

    /** The password of the account {@value FirstAccount#NAME}, if this start made it; it is not kept anywhere. */
    public Optional<String> firstPassword() {
        return firstPassword;
    }

    /** Where it answers. */
    public URI uri() {
        boolean tls = context.getEnvironment().getProperty("server.ssl.enabled", Boolean.class, false)
                || context.getEnvironment().containsProperty("server.ssl.certificate")
                || context.getEnvironment().containsProperty("server.ssl.key-store")
                || context.getEnvironment().containsProperty("server.ssl.bundle");
        int port = Objects.requireNonNull(context.getWebServer()).getPort();
        String host = address.contains(":") ? "[" + address + "]" : address;
        return URI.create((tls ? "https" : "http") + "://" + host + ":" + port + "/");
    }

    @Override
    public void close() {
        context.close();
    }
}
