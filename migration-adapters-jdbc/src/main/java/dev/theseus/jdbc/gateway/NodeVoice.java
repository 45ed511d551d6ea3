package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.routing.NodeWord;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves word for the control plane and the other nodes, off the requests' threads, and shows that the node is alive. A
 * word that can't be left is kept and tried again; of mismatches, more than can be kept are dropped, since they are
 * counted and repaired anyway.
 */
final class NodeVoice implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeVoice.class);
    private static final long BEAT_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 100;
    private static final int MOST_WORDS = 1_000;

    private final String node;
    private final NodeReports reports;
    private final Function<Reads, NodeBeat> beat;
    private final Thread thread;
    private final BlockingQueue<Word> words = new LinkedBlockingQueue<>(MOST_WORDS);
    private volatile Reads reads = Reads.WORKING;

    private record Word(NodeWord.Kind kind, String detail) {}

    /** @param beat makes a sign of life, given whether the node reads from new */
    NodeVoice(String node, NodeReports reports, Function<Reads, NodeBeat> beat) {
        this.node = node;
        this.reports = reports;
        this.beat = beat;
        this.thread = Thread.ofPlatform().name("theseus-voice-" + node).daemon().unstarted(this::speak);
    }

    static NodeBeat beat(GatewaySettings settings, long version, Reads reads, Counts counts) {
        // the time is the database's to say
        return new NodeBeat(
                settings.node(), settings.service(), Instant.EPOCH, version, reads, counts.now(), counts.latencies());
    }

    void start() {
        thread.start();
    }

    void failed(String detail) {
        reads = Reads.FAILING;
        say(NodeWord.Kind.READS_FAILED, detail);
    }

    void recovered() {
        reads = Reads.WORKING;
        say(NodeWord.Kind.READS_RECOVERED, "new answers again");
    }

    void mismatch(String detail) {
        say(NodeWord.Kind.MISMATCH, detail);
    }

    private void say(NodeWord.Kind kind, String detail) {
        if (!words.offer(new Word(kind, detail))) {
            LOG.warn("Word of node {} was dropped, since old can't be reached: {} {}", node, kind, detail);
        }
    }

    private void speak() {
        @Nullable Word kept = null;
        long beaten = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(BEAT_MILLIS);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long due = BEAT_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beaten);
                Word word = kept != null ? kept : words.poll(Math.max(0, due), TimeUnit.MILLISECONDS);
                kept = word;
                if (word != null && isDone(() -> reports.say(node, word.kind(), word.detail()))) {
                    kept = null;
                } else if (word != null) {
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
                if (due <= 0 || word != null) {
                    isDone(() -> reports.beat(beat.apply(reads)));
                    beaten = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDone(Runnable report) {
        try {
            report.run();
            return true;
        } catch (RuntimeException e) {
            LOG.debug("Node {} could not report: {}", node, e.toString());
            return false;
        }
    }

    /** Takes the node off the list. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(BEAT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        isDone(() -> reports.leave(node));
    }
}
