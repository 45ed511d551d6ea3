package dev.theseus.app.plan;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database's URL in the form of {@code psql} ({@code postgresql://user@host:5432/database?sslmode=require}) or of
 * JDBC, taken apart so that neither user nor password stays in it.
 */
public final class DatabaseUrl {

    private static final String FORM = "postgresql://user@host:5432/database";
    private static final Pattern PARTS = Pattern.compile(
            "(?:jdbc:)?postgres(?:ql)?://(?:(?<login>[^/?]*)@)?(?<hosts>[^@/?]*)(?:/(?<database>[^?]*))?(?:\\?(?<query>.*))?");
    private static final Pattern HOST = Pattern.compile("(?:[\\w.-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>\\d{1,5}))?");
    private static final Map<String, String> DRIVER_NAMES =
            Map.of("connect_timeout", "connectTimeout", "application_name", "ApplicationName");

    private final String jdbcUrl;
    private final Optional<String> user;
    private final Optional<String> password;

    private DatabaseUrl(String jdbcUrl, Optional<String> user, Optional<String> password) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
    }

    /** @throws IllegalArgumentException if it is not a URL of a PostgreSQL database; the message does not repeat it */
    public static DatabaseUrl parse(String text) {
        Matcher parts = PARTS.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("is no URL of a PostgreSQL database; write it as " + FORM);
        }
        String database = Optional.ofNullable(parts.group("database")).orElse("");
        if (database.isEmpty()) {
            throw new IllegalArgumentException("names no database; write it as " + FORM);
        }
        requireHosts(parts.group("hosts"));
        Map<String, String> parameters =
                parameters(Optional.ofNullable(parts.group("query")).orElse(""));
        String[] login = Optional.ofNullable(parts.group("login")).orElse("").split(":", 2);
        Optional<String> user = first(decoded(login[0]), parameters.remove("user"));
        Optional<String> password = first(login.length > 1 ? decoded(login[1]) : "", parameters.remove("password"));
        return new DatabaseUrl(
                "jdbc:postgresql://" + parts.group("hosts") + "/" + database + query(parameters), user, password);
    }

    private static void requireHosts(String hosts) {
        for (String host : hosts.split(",", -1)) {
            Matcher matcher = HOST.matcher(host);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("names no host that can be used (sockets of the file system are not "
                        + "supported); write it as " + FORM);
            }
            String port = matcher.group("port");
            if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) {
                throw new IllegalArgumentException("names port " + port + ", but ports are 1 to 65535");
            }
        }
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            if (!pair[0].isEmpty()) {
                parameters.put(DRIVER_NAMES.getOrDefault(pair[0], pair[0]), pair.length > 1 ? pair[1] : "");
            }
        }
        return parameters;
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(p -> p.getKey() + "=" + p.getValue())
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static Optional<String> first(String fromLogin, @Nullable String fromQuery) {
        return fromLogin.isEmpty() ? Optional.ofNullable(fromQuery).map(DatabaseUrl::decoded) : Optional.of(fromLogin);
    }

    /** A plus sign means itself in a URL of PostgreSQL, not a blank. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** For the driver; without user and password. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    public Optional<String> user() {
        return user;
    }

    /** Never to be printed or stored. */
    public Optional<String> password() {
        return password;
    }

    /** The database's name. */
    public String database() {
        String path = jdbcUrl.substring(jdbcUrl.indexOf('/', "jdbc:postgresql://".length()) + 1);
        return decoded(path.replaceFirst("\\?.*", ""));
    }

    /** The hosts, separated by commas, without brackets around numeric ones. */
    public String hostNames() {
        return hosts().map(h -> h.replaceFirst(":\\d+$", "").replaceAll("[\\[\\]]", ""))
                .collect(Collectors.joining(","));
    }

    /** A port for each host, separated by commas. */
    public String ports() {
        return hosts().map(HOST::matcher)
                .map(m -> m.matches() && m.group("port") != null ? m.group("port") : "5432")
                .collect(Collectors.joining(","));
    }

    private Stream<String> hosts() {
        String rest = jdbcUrl.substring("jdbc:postgresql://".length());
        return Stream.of(rest.substring(0, rest.indexOf('/')).split(",", -1));
    }

    /** A parameter after the question mark, as it stands there. */
    public Optional<String> parameter(String name) {
        int query = jdbcUrl.indexOf('?');
        return query < 0
                ? Optional.empty()
                : Optional.ofNullable(parameters(jdbcUrl.substring(query + 1)).get(name));
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
