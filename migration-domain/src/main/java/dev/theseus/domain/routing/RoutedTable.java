package dev.theseus.domain.routing;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A table of old as a service speaks of it, with everything that carries its rows to new: several table plans where it
 * is split, that of another table where it is merged into that one's rows.
 *
 * @param name in the old database
 * @param number of the first of its plans, by which tokens know its rows
 * @param numbers of all plans that carry its rows
 * @param feeds those of them that carry rows from old to new
 */
public record RoutedTable(TableName name, int number, Set<Integer> numbers, List<Feed> feeds) {

    public RoutedTable {
        numbers = Set.copyOf(numbers);
        feeds = List.copyOf(feeds);
    }

    /**
     * One way of the table's rows to new.
     *
     * @param plan that takes it
     * @param places of the columns of the plan's key among those of the table's; empty if the one does not follow from
     *     the other, so that only capture knows which row of new a row of the table belongs to
     */
    public record Feed(TablePlan plan, Optional<List<Integer>> places) {

        public Feed {
            places = places.map(List::copyOf);
        }

        /** @param key of the table; one with more or fewer columns than the table's is nobody's */
        Optional<RowKey> keyOf(RowKey key) {
            return places.filter(order -> order.size() == key.parts().size())
                    .map(order -> new RowKey(
                            order.stream().map(place -> key.parts().get(place)).toList()));
        }
    }

    /** The tables of a plan, by the names that they have in the old database. */
    public static Map<TableName, RoutedTable> of(Collection<TablePlan> plans) {
        Set<TableName> names = new LinkedHashSet<>();
        for (TablePlan plan : plans) {
            names.add(plan.old());
            plan.mapping().forward().ifPresent(f -> f.joins().forEach(join -> names.add(join.table())));
        }
        return names.stream().collect(Collectors.toMap(name -> name, name -> of(name, plans)));
    }

    private static RoutedTable of(TableName name, Collection<TablePlan> plans) {
        List<TablePlan> own = plans.stream()
                .filter(plan -> plan.old().equals(name))
                .sorted(Comparator.comparingInt(TablePlan::number))
                .toList();
        Optional<List<String>> key = own.stream().findFirst().map(TablePlan::key);
        List<Feed> feeds = new ArrayList<>();
        for (TablePlan plan : plans) {
            plan.mapping().forward().ifPresent(image -> feeds.addAll(feeds(name, key, plan, image)));
        }
        Set<Integer> numbers = new TreeSet<>();
        own.forEach(plan -> numbers.add(plan.number()));
        feeds.forEach(feed -> numbers.add(feed.plan().number()));
        int number = own.isEmpty() ? numbers.iterator().next() : own.getFirst().number();
        return new RoutedTable(name, number, numbers, feeds);
    }

    private static List<Feed> feeds(TableName name, Optional<List<String>> key, TablePlan plan, Image image) {
        List<Feed> feeds = new ArrayList<>();
        if (plan.old().equals(name)) {
            feeds.add(feed(plan, image.sourceKey(), key.orElse(image.sourceKey())));
        }
        for (Join join : image.joins()) {
            if (join.table().equals(name)) {
                feeds.add(feed(plan, join.on(), key.orElse(join.on())));
            }
        }
        return feeds;
    }

    private static Feed feed(TablePlan plan, List<String> wanted, List<String> known) {
        List<Integer> places = wanted.stream().map(known::indexOf).toList();
        boolean all = wanted.size() == known.size() && !places.contains(-1);
        return new Feed(plan, all ? Optional.of(places) : Optional.empty());
    }

    /** What a read of these rows looks at. */
    public ReadTarget read(List<RowKey> keys) {
        return new ReadTarget(numbers, keys.size() == 1 ? fingerprint(keys.getFirst()) : ReadTarget.MANY);
    }

    /** A row's name in a token. */
    public long fingerprint(RowKey key) {
        return ReadTarget.fingerprint(number, key);
    }

    /** Whether the key alone says which rows of new are made of the row. */
    public boolean isTraceable(RowKey key) {
        return feeds.stream().allMatch(feed -> feed.keyOf(key).isPresent());
    }

    /**
     * The keys by which the plans carry rows of the table, each in the order of its plan's key. A plan whose key does
     * not follow from the table's is left out.
     *
     * @param keys of the table
     */
    public Map<TablePlan, Set<RowKey>> rows(Collection<RowKey> keys) {
        Map<TablePlan, Set<RowKey>> rows = new LinkedHashMap<>();
        for (Feed feed : feeds) {
            for (RowKey key : keys) {
                feed.keyOf(key)
                        .ifPresent(of -> rows.computeIfAbsent(feed.plan(), p -> new LinkedHashSet<>())
                                .add(of));
            }
        }
        return rows;
    }
}
