package dev.theseus.jdbc.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.LatencyHistogram;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.NodeReports.Failures;
import dev.theseus.domain.routing.NodeReports.Latencies;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.routing.NodeReports.Times;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.NodeWord.Kind;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgNodeReportsTest {

    private static final NodeCounts COUNTS =
            new NodeCounts(1, 2, 3, 4, 5, 6, 7, 8, new Failures(9, 10), new Times(11, 12));

    private static final Latencies LATENCIES = new Latencies(
            new LatencyHistogram(new TreeMap<>(Map.of(39L, 1L))),
            new LatencyHistogram(new TreeMap<>(Map.of(63L, 1L, 127L, 1L))));

    private TestDatabases databases;
    private NodeReports reports;
    private RoutingBoard board;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        reports = PgBoards.reports(databases.on(Side.OLD));
        board = PgBoards.board(databases.on(Side.OLD));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private void prepare() throws SQLException {
        databases.old(PgFence.ddl(Side.OLD));
        databases.old(PgCapture.ddl(Side.OLD));
        databases.old(PgBoards.ddl(Side.OLD));
        board.publish(new Rollout(1, Epoch.FIRST, Phase.RAMPING, RolloutPolicy.NOBODY), List.of());
    }

    private void beat(String node, Reads reads) {
        reports.beat(new NodeBeat(node, "shop", Instant.EPOCH, 3, reads, COUNTS, LATENCIES));
    }

    @Test
    void whereNothingWasPreparedNothingIsKeptAndNobodyFails() {
        beat("a", Reads.WORKING);
        reports.say("a", Kind.READS_FAILED, "timeout");
        reports.leave("a");
        reports.taken(List.of());

        assertThat(reports.nodes()).isEmpty();
        assertThat(reports.words(10)).isEmpty();
    }

    @Test
    void aSignOfLifeBearsTheTimeOfTheDatabase() throws SQLException {
        prepare();
        Instant before = Instant.now().minusSeconds(60);
        beat("a", Reads.WORKING);

        NodeBeat found = reports.nodes().getFirst();
        assertThat(found.at()).isAfter(before);
        assertThat(found).isEqualTo(new NodeBeat("a", "shop", found.at(), 3, Reads.WORKING, COUNTS, LATENCIES));
    }

    @Test
    void aNodeOfAnEarlierVersionSaysNothingOfLatencies() throws SQLException {
        prepare();
        beat("a", Reads.WORKING);
        databases.old("UPDATE theseus.gateway_node SET counts = counts[1:12]");

        NodeBeat found = reports.nodes().getFirst();
        assertThat(found.counts()).isEqualTo(COUNTS);
        assertThat(found.latencies()).isEqualTo(Latencies.NONE);
    }

    @Test
    void aNodeThatLeavesOrIsSilentIsNotAmongTheNodes() throws SQLException {
        prepare();
        beat("a", Reads.WORKING);
        beat("b", Reads.WORKING);
        beat("c", Reads.WORKING);
        reports.leave("a");
        databases.old("UPDATE theseus.gateway_node SET at = at - interval '11 s' WHERE node = 'b'");

        assertThat(reports.nodes()).extracting(NodeBeat::node).containsExactly("c");
    }

    @Test
    void nodesWhoseReadsFailSuspendThemUntilTheyWorkOrTheNodeIsSilent() throws SQLException {
        prepare();
        beat("a", Reads.FAILING);
        beat("b", Reads.WORKING);
        reports.say("c", Kind.READS_FAILED, "timeout");
        assertThat(board.look().standing().suspended()).containsExactlyInAnyOrder("a", "c");

        databases.old("UPDATE theseus.gateway_node SET at = at - interval '11 s' WHERE node = 'a'");
        assertThat(board.look().standing().suspended()).containsExactly("c");
        reports.say("c", Kind.READS_RECOVERED, "");
        assertThat(board.look().standing().suspended()).isEmpty();
    }

    @Test
    void aWordOfFailureKeepsWhatANodeHasCounted() throws SQLException {
        prepare();
        beat("a", Reads.WORKING);
        reports.say("a", Kind.READS_FAILED, "timeout");

        assertThat(reports.nodes().getFirst().counts()).isEqualTo(COUNTS);
        assertThat(reports.nodes().getFirst().reads()).isEqualTo(Reads.FAILING);
    }

    @Test
    void wordsStandUntilTheyAreTaken() throws SQLException {
        prepare();
        reports.say("a", Kind.READS_FAILED, "timeout");
        reports.say("a", Kind.MISMATCH, "orders 17");
        reports.say("b", Kind.READS_RECOVERED, "");

        List<NodeWord> first = reports.words(2);
        assertThat(reports.words(2)).as("again, as after a crash").isEqualTo(first);
        assertThat(first).extracting(NodeWord::kind).containsExactly(Kind.READS_FAILED, Kind.MISMATCH);
        reports.taken(first);

        assertThat(reports.words(10)).extracting(NodeWord::node).containsExactly("b");
    }

    @Test
    void mismatchesThatNobodyTakesDoNotFillTheDatabaseButOtherWordsAreAlwaysKept() throws SQLException {
        prepare();
        databases.old("INSERT INTO theseus.gateway_word (node, kind, detail)"
                + " SELECT 'a', 'MISMATCH', '' FROM generate_series(1, %d)".formatted(PgNodeReports.MOST_WORDS));
        reports.say("a", Kind.MISMATCH, "one more");
        reports.say("a", Kind.READS_FAILED, "timeout");

        assertThat(reports.words(2000)).hasSize(PgNodeReports.MOST_WORDS + 1);
        assertThat(reports.words(2000).getLast().kind()).isEqualTo(Kind.READS_FAILED);
    }
}
