package dev.theseus.app.mapping;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.RoundTrip;
import dev.theseus.domain.inspection.RoundTrip.Leg;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together the ways there and back of old tables, as far as old alone can compute them. */
record RoundTrips(List<MappedTable> tables) {

    /** The way of the rows that a mapped table brings back; empty if they come together from several tables of old. */
    Optional<RoundTrip> of(MappedTable table) {
        Image back = table.plan().mapping().reverse().orElseThrow();
        Optional<MappedTable> maker = maker(table.target().name());
        Optional<String> alias = maker.flatMap(m -> alias(m, table.old().name()));
        if (maker.isEmpty() || alias.isEmpty()) {
            return Optional.empty();
        }
        List<Leg> others = new ArrayList<>();
        for (Join join : back.joins()) {
            Optional<MappedTable> other = maker(join.table())
                    .filter(o -> o.old().name().equals(maker.get().old().name()))
                    .filter(o -> image(o).joins().isEmpty());
            if (other.isEmpty()) {
                return Optional.empty();
            }
            others.add(leg(join.alias(), other.get()));
        }
        return Optional.of(new RoundTrip(leg(Image.SOURCE, maker.get()), others, back, table.old(), alias.get()));
    }

    private Optional<MappedTable> maker(TableName target) {
        return tables.stream()
                .filter(t -> t.target().name().equals(target))
                .filter(t -> t.plan().mapping().forward().isPresent())
                .findFirst();
    }

    private static Image image(MappedTable table) {
        return table.plan().mapping().forward().orElseThrow();
    }

    private static Optional<String> alias(MappedTable maker, TableName old) {
        return maker.old().name().equals(old)
                ? Optional.of(Image.SOURCE)
                : image(maker).joins().stream()
                        .filter(j -> j.table().equals(old))
                        .map(Join::alias)
                        .findFirst();
    }

    private static Leg leg(String alias, MappedTable table) {
        return new Leg(alias, table.old(), image(table), table.target());
    }
}
