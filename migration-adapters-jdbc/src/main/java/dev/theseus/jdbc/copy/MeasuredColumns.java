package dev.theseus.jdbc.copy;

import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that joined rows are made of, without what a mapping makes of it: their width can be measured by that. */
final class MeasuredColumns {

    private MeasuredColumns() {}

    static PgRelation of(Connection old, PgRelation source, PgRelation raw) throws SQLException {
        Image image = source.image().orElseThrow().image();
        List<MappedColumn> columns = new ArrayList<>();
        for (PgColumn column : raw.columns()) {
            columns.add(MappedColumn.same(column.name()));
        }
        for (Join join : image.joins()) {
            for (PgColumn column :
                    PgRelation.whole(old, join.table(), join.on()).columns()) {
                String value = Sql.quoted(join.alias()) + "." + column.quoted();
                columns.add(new MappedColumn("theseus_joined_" + columns.size(), new Expression.Sql(value)));
            }
        }
        Image everything = new Image(image.sourceKey(), image.sourceKey(), columns, image.joins(), Optional.empty());
        return PgRelation.through(old, source.name(), everything);
    }
}
