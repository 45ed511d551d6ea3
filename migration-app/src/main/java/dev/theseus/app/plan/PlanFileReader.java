package dev.theseus.app.plan;

import dev.theseus.app.alert.AlertSettings;
import dev.theseus.app.alert.AlertSettings.Webhook;
import dev.theseus.app.alert.ReportSettings;
import dev.theseus.app.audit.AuditSettings;
import dev.theseus.app.store.ObjectStoreSettings;
import dev.theseus.app.stream.EventStreamSettings;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the top of a plan file and its databases. */
final class PlanFileReader {

    private final Section top;
    private final Problems problems;
    private final Map<String, String> environment;

    private PlanFileReader(Section top, Problems problems, Map<String, String> environment) {
        this.top = top;
        this.problems = problems;
        this.environment = environment;
    }

    static PlanFile read(Path file, Map<String, String> environment) {
        Problems problems = new Problems(file);
        Optional<Node> node = node(file, problems);
        problems.refuseIfAny();
        if (node.isEmpty()) {
            problems.inFile("is empty; `theseus plan init` proposes a plan");
        }
        problems.refuseIfAny();
        return new PlanFileReader(new Section(node, "", problems), problems, environment).read();
    }

    private static Optional<Node> node(Path file, Problems problems) {
        try {
            LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
            return new Compose(settings).composeString(Files.readString(file));
        } catch (NoSuchFileException e) {
            problems.inFile("does not exist; `theseus plan init` proposes a plan");
        } catch (CharacterCodingException e) {
            problems.inFile("is not in UTF-8");
        } catch (IOException e) {
            problems.inFile("can't be read: " + e.getMessage());
        } catch (MarkedYamlEngineException e) {
            problems.at(e.getProblemMark(), "is no YAML: " + e.getProblem() + context(e));
        } catch (YamlEngineException e) {
            problems.inFile("is no YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** A bracket that is never closed is missed at the end of the file only; this says where it was opened. */
    private static String context(MarkedYamlEngineException error) {
        return error.getContextMark()
                .map(m -> " (in what begins at line %d, column %d)".formatted(m.getLine() + 1, m.getColumn() + 1))
                .orElse("");
    }

    private PlanFile read() {
        Optional<MigrationId> migration =
                top.required("migration", MigrationId::new, "name the migration, for example `migration: shop`");
        Optional<DatabaseAddress> old = database("old");
        Optional<DatabaseAddress> target = database("new");
        Optional<ControlStore> control = control();
        TableSelection tables = new SelectionReader(top, problems).read();
        Plan.Settings settings = SettingsReader.read(top);
        AlertSettings alerts = alerts(top.section("alerts"));
        Optional<EventStreamSettings> stream = top.value("event-stream").isPresent()
                ? new StreamReader(top.section("event-stream"), this::variable).read()
                : Optional.empty();
        AuditSettings audit = AuditReader.read(top.section("audit"), this::variable);
        ReportSettings reports = reports(top.section("reports"));
        Optional<ObjectStoreSettings> objects = top.value("object-store").isPresent()
                ? new StoreReader(top.section("object-store"), this::variable).read()
                : Optional.empty();
        top.end();
        problems.refuseIfAny();
        return new PlanFile(
                migration.orElseThrow(),
                old.orElseThrow(),
                target.orElseThrow(),
                control,
                tables,
                settings,
                alerts,
                stream,
                audit,
                reports,
                objects);
    }

    private static ReportSettings reports(Section section) {
        ReportSettings reports = section.set(
                ReportSettings.NONE, "every", Quantities::duration, (none, period) -> ReportSettings.every(period));
        section.end();
        return reports;
    }

    private AlertSettings alerts(Section section) {
        AlertSettings s = section.set(
                AlertSettings.DEFAULT, "every", Quantities::duration, (a, v) -> new AlertSettings(a.webhook(), v));
        Optional<Webhook> webhook =
                section.value("webhook").isPresent() ? webhook(section.section("webhook")) : Optional.empty();
        section.end();
        return new AlertSettings(webhook, s.period());
    }

    private Optional<Webhook> webhook(Section section) {
        Optional<String> secret = section.scalar("secret-env", this::variable);
        Optional<Webhook> webhook = section.required(
                "url", url -> new Webhook(URI.create(url), secret), "write it as https://alerts.example/hook");
        section.end();
        return webhook;
    }

    private Optional<DatabaseAddress> database(String side) {
        Section section = top.section(side);
        if (top.value(side).isEmpty()) {
            top.missing(
                    side, "give the database: `" + side + ": { url: \"postgresql://host:5432/database\", user: app }`");
            return Optional.empty();
        }
        return address(section);
    }

    private Optional<DatabaseAddress> address(Section section) {
        Optional<DatabaseUrl> url =
                section.required("url", DatabaseUrl::parse, "write it as postgresql://host:5432/database");
        if (url.flatMap(DatabaseUrl::password).isPresent()) {
            section.refuse(
                    "url", "holds a password; put that into an environment variable and name it by `password-env`");
        }
        Optional<String> user = section.scalar("user", u -> u);
        Optional<String> variable = section.scalar("password-env", this::variable);
        section.end();
        Optional<String> either = user.or(() -> url.flatMap(DatabaseUrl::user));
        if (url.isPresent() && either.isEmpty()) {
            section.missing("user", "name the role to log in as");
        }
        if (user.isPresent()
                && url.flatMap(DatabaseUrl::user)
                        .filter(u -> !user.get().equals(u))
                        .isPresent()) {
            section.refuse("user", "is another than the URL's; remove one of them");
        }
        return url.flatMap(u -> either.map(e -> new DatabaseAddress(u.jdbcUrl(), e, variable)));
    }

    private String variable(String name) {
        if (!environment.containsKey(name)) {
            throw new IllegalArgumentException("environment variable " + name
                    + " is not set; export it, or remove the key if no password is needed or ~/.pgpass has it");
        }
        return name;
    }

    private Optional<ControlStore> control() {
        if (top.value("control").isEmpty()) {
            return Optional.empty();
        }
        Section section = top.section("control");
        Optional<ControlStore> embedded = section.scalar("directory", d -> new ControlStore.Embedded(Path.of(d)));
        if (section.value("url").isEmpty()) {
            if (embedded.isEmpty()) {
                section.missing("directory", "give a directory, or the url of a database");
            }
            section.end();
            return embedded;
        }
        if (section.value("directory").isPresent()) {
            section.refuse("url", "given besides a directory; remove one of them");
        }
        return address(section).map(ControlStore.Server::new);
    }
}
