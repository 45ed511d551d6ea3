package dev.theseus.app.bench;

import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import org.jspecify.annotations.Nullable;

/** Theseus copying while its capture is on, as it does in a migration. */
final class TheseusCopy implements Contender {

    private final String name;
    private final BenchServers servers;
    private final BenchTables tables;
    private final ChunkOrder order;
    private final IndexBuild indexes;
    private @Nullable TheseusRig rig;

    TheseusCopy(String name, BenchServers servers, BenchTables tables, ChunkOrder order, IndexBuild indexes) {
        this.name = name;
        this.servers = servers;
        this.tables = tables;
        this.order = order;
        this.indexes = indexes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Trial trial() {
        return Trial.THESEUS;
    }

    @Override
    public void prepare() throws Exception {
        switch (indexes) {
            case KEEP -> tables.emptyWithKeys();
            case AFTER_COPY -> tables.emptyWithAll();
        }
        rig = TheseusRig.install(servers, "bench", order, indexes);
        servers.settle();
    }

    @Override
    public void run() throws Exception {
        switch (indexes) {
            case KEEP -> rig.copy();
            case AFTER_COPY -> rig.copyInBulk();
        }
    }

    @Override
    public void check() throws Exception {
        tables.requireCopied();
        if (indexes == IndexBuild.AFTER_COPY) {
            tables.requireIndexes();
        }
    }

    @Override
    public void clear() {
        if (rig != null) {
            rig.close();
        }
        rig = null;
    }
}
