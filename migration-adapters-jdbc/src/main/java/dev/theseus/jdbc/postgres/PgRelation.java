package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.rowmapping.MappedLines;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A planned table as it stands on one side: as it is, or, where rows travel from it, as it looks through its image. A
 * query reads either from {@link #from}; in it, columns and key have the names that they have here. The key of a source
 * is always the source's own, whatever the target's is.
 *
 * @param name on this side
 * @param partitioned whether rows live in partitions
 * @param columns the carried columns in the plan's order; of a source, as the target names them
 * @param key those of the key, in the plan's order
 * @param image how rows are read; empty if they are read as they are
 * @param lines what makes of rows of the source, read as they are, those of the target: a mapping in Java. Then the
 *     columns are those that it reads, under their own names
 */
public record PgRelation(
        TableName name,
        boolean partitioned,
        List<PgColumn> columns,
        List<PgColumn> key,
        Optional<ImageQuery> image,
        Optional<MappedLines> lines) {

    private static final String UNDEFINED_FUNCTION = "42883";

    public PgRelation {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** A table whose rows a server gives as they are to travel. */
    public PgRelation(
            TableName name,
            boolean partitioned,
            List<PgColumn> columns,
            List<PgColumn> key,
            Optional<ImageQuery> image) {
        this(name, partitioned, columns, key, image, Optional.empty());
    }

    /** Reads the shape of a table as it is from the catalogue. */
    public static PgRelation read(Connection connection, TableName name, List<String> columns, List<String> key)
            throws SQLException {
        Map<String, PgColumn> found = ColumnCatalog.of(connection, name);
        return new PgRelation(
                name,
                ColumnCatalog.isPartitioned(connection, name),
                ColumnCatalog.pick(found, columns, name),
                ColumnCatalog.pick(found, key, name),
                Optional.empty());
    }

    /** A table as it is, with all its columns. */
    public static PgRelation whole(Connection connection, TableName name, List<String> key) throws SQLException {
        Map<String, PgColumn> found = ColumnCatalog.of(connection, name);
        return new PgRelation(
                name,
                ColumnCatalog.isPartitioned(connection, name),
                List.copyOf(found.values()),
                ColumnCatalog.pick(found, key, name),
                Optional.empty());
    }

    /** The table that rows are read from, through its image. The key is the source's. */
    public static PgRelation source(Connection connection, TablePlan plan, Direction direction) throws SQLException {
        Image image = imageOf(plan, direction);
        TableName name = plan.on(direction.source());
        if (image.java().isPresent()) {
            MappedLines lines = linesOf(image, direction);
            return read(connection, name, lines.sourceColumns(), image.sourceKey())
                    .through(lines);
        }
        return image.isSame()
                ? read(connection, name, image.targetColumns(), image.targetKey())
                : through(connection, name, image);
    }

    /** Without its class nothing of the table can go on, and nothing of it is a row's fault. */
    private static MappedLines linesOf(Image image, Direction direction) throws SQLException {
        try {
            return MappedLines.of(image, direction);
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), UNDEFINED_FUNCTION, e);
        }
    }

    private PgRelation through(MappedLines made) {
        return new PgRelation(name, partitioned, columns, key, image, Optional.of(made));
    }

    /** A table as it looks through an image. */
    public static PgRelation through(Connection connection, TableName name, Image image) throws SQLException {
        return new ImageReader(connection, name, image).read();
    }

    /** The table that mapped rows are written to, as it is. The key is the target's. */
    public static PgRelation target(Connection connection, TablePlan plan, Direction direction) throws SQLException {
        Image image = imageOf(plan, direction);
        return read(connection, plan.on(direction.target()), image.targetColumns(), image.targetKey());
    }

    /** The key of the table whose changes are noted on a side, as it is. */
    public static PgRelation captured(Connection connection, TablePlan plan, Side side) throws SQLException {
        List<String> key = imageOf(plan, Direction.from(side)).sourceKey();
        return read(connection, plan.on(side), key, key);
    }

    /** A planned table on one side as it takes part in the way from old to new. */
    public static PgRelation read(Connection connection, TablePlan plan, Side side) throws SQLException {
        return side == Side.OLD
                ? source(connection, plan, Direction.FORWARD)
                : target(connection, plan, Direction.FORWARD);
    }

    private static Image imageOf(TablePlan plan, Direction direction) {
        return plan.image(direction)
                .orElseThrow(() -> new IllegalArgumentException("Table plan " + plan.number() + " of " + plan.old()
                        + " and " + plan.target() + " carries no rows " + direction));
    }

    /** The origin that two one-letter columns of pg_attribute stand for. */
    public static Origin origin(String identity, String generated) {
        if (!generated.isEmpty()) {
            return Origin.COMPUTED;
        }
        return switch (identity) {
            case "a" -> Origin.IDENTITY_ALWAYS;
            case "d" -> Origin.IDENTITY_BY_DEFAULT;
            default -> Origin.WRITTEN;
        };
    }

    /** The same with some of its columns. */
    public PgRelation with(List<PgColumn> fewer) {
        return new PgRelation(name, partitioned, fewer, key, image, lines);
    }

    /** What stands in FROM to read the rows: the table, or the query of its image. */
    public String from(String alias) {
        return from(quoted(), alias);
    }

    /** What stands in FROM to read the rows of one relation alone: the table's own, or a partition's. */
    public String fromOnly(TableName relation, String alias) {
        return from("ONLY " + Sql.quoted(relation), alias);
    }

    private String from(String relation, String alias) {
        return image.map(query -> query.over(relation)).orElse(relation) + " " + alias;
    }

    /** The image under which the target's key is another than the source's; empty if the values are the same. */
    public Optional<ImageQuery> mappedKey() {
        return image.filter(query -> !query.image().keepsKey());
    }

    /** Whether rows are complete only with rows of other tables, which change on their own. */
    public boolean isJoined() {
        return image.map(query -> !query.image().joins().isEmpty()).orElse(false);
    }

    public String quoted() {
        return Sql.quoted(name);
    }

    /** {@code "a", "b"}: the carried columns. */
    public String columnList() {
        return Sql.list(columns.stream().map(PgColumn::name).toList());
    }

    /** {@code t."a", t."b"::text}: the carried columns as a server has to send them. */
    public String sentList(String alias) {
        return columns.stream().map(c -> c.sent(alias)).collect(Collectors.joining(", "));
    }

    /** {@code "a", "b"}: the key columns. */
    public String keyList() {
        return Sql.list(key.stream().map(PgColumn::name).toList());
    }

    /**
     * The key as the change log holds it: {@code ARRAY[t."a"::text COLLATE "C", …]}. The collation is written out
     * because key columns of different collations would leave the array without any.
     */
    public String keyText(String alias) {
        return key.stream()
                .map(c -> alias + "." + c.quoted() + "::pg_catalog.text COLLATE pg_catalog.\"C\"")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    /**
     * The condition that an entry of the change log is about a row of this table. The log is indexed by the hash of the
     * key, because a key's text may be too long for an index; so the hash must be compared too.
     *
     * @param number of the table in the plan
     * @param entry alias of {@code theseus.change_log}
     * @param row alias of this table
     */
    public String isAbout(int number, String entry, String row) {
        String text = keyText(row);
        return "%s.table_no = %d AND pg_catalog.hash_array(%s.key) = pg_catalog.hash_array(%s) AND %s.key = %s"
                .formatted(entry, number, entry, text, entry, text);
    }

    /** What becomes of a line of COPY between here and the target. */
    public UnaryOperator<byte[]> mapped() {
        return lines.<UnaryOperator<byte[]>>map(made -> made::map).orElse(UnaryOperator.identity());
    }

    /** Whether a single row may have none on the target, because something is made of it on the way. */
    public boolean isMade() {
        return image.isPresent() || lines.isPresent();
    }

    public boolean isBinaryPortable() {
        return columns.stream().allMatch(PgColumn::isBinaryPortable);
    }
}
