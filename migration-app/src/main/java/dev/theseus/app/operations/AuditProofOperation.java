package dev.theseus.app.operations;

import dev.theseus.app.audit.AnchorFile;
import dev.theseus.app.audit.AnchorKey;
import dev.theseus.app.audit.Anchoring;
import dev.theseus.app.audit.AuditPlaces;
import dev.theseus.app.audit.SignedAnchor;
import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations.AuditProof;
import dev.theseus.app.cli.Operations.Order;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.domain.chain.ChainFinding;
import dev.theseus.domain.chain.ChainReport;
import dev.theseus.domain.migration.IllegalTransition;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Shows that the audit is as it was written, or what is not; and makes what shows it later. */
final class AuditProofOperation {

    private final Order order;
    private final Console console;
    private final ControlRooms rooms;
    private final AuditPlaces places;

    AuditProofOperation(Order order, Console console, ControlRooms rooms) {
        this.rooms = rooms;
        this.order = order;
        this.console = console;
        this.places = order.plan().auditPlaces(order.file());
    }

    /** As it is printed. */
    private record Proof(
            long events, long adopted, int anchors, Optional<Link> last, boolean intact, List<String> findings) {

        /** The newest link. */
        private record Link(long position, String hash, Instant sealed) {}

        static Proof of(ChainReport report) {
            return new Proof(
                    report.events(),
                    report.adopted(),
                    report.anchors(),
                    report.last().map(l -> new Link(l.position(), l.hash(), l.sealedAt())),
                    report.findings().isEmpty(),
                    report.findings().stream().map(ChainFinding::text).toList());
        }
    }

    ExitCode verify(AuditProof proof) {
        AnchorFile.Read anchors = anchors(proof);
        try (ControlRoom room = rooms.of(order)) {
            ChainReport report = room.auditChain().check(anchors.anchors()).and(anchors.findings());
            if (console.form() == Console.Form.JSON) {
                console.json(Proof.of(report));
            } else {
                say(report);
            }
            return report.findings().isEmpty() ? ExitCode.DONE : ExitCode.STOPPED;
        }
    }

    private AnchorFile.Read anchors(AuditProof proof) {
        Optional<AnchorFile> file = proof.anchors()
                .map(AnchorFile::new)
                .or(() -> Optional.of(places.anchors()).filter(AnchorFile::exists));
        Path key = proof.key().orElse(places.keyFile());
        return file.map(f -> f.read(AnchorKey.publicKeyIn(key))).orElse(AnchorFile.Read.NOTHING);
    }

    private void say(ChainReport report) {
        console.line("%,d events were held against the chain, and the chain against %,d anchors."
                .formatted(report.events(), report.anchors()));
        if (report.adopted() > 0) {
            console.line(
                    "%,d of them were there before the chain began; nobody can say whether they were changed before that."
                            .formatted(report.adopted()));
        }
        if (report.anchors() == 0) {
            console.line(
                    "Without an anchor a cut-off end can't be seen: keep some elsewhere (`theseus audit anchor`).");
        }
        report.findings().forEach(f -> console.line("! " + f.text()));
        console.line(
                report.findings().isEmpty()
                        ? "Nothing was changed, removed, inserted or moved since it was written."
                        : "The audit is not as it was written.");
    }

    ExitCode anchor() {
        try (ControlRoom room = rooms.of(order)) {
            SignedAnchor anchor = Anchoring.anchor(room.auditChain(), places, InstantSource.system())
                    .orElseThrow(() -> new IllegalTransition(
                            "Nothing has happened in this control database yet, so there is nothing to anchor."));
            console.line(anchor.json());
            console.note("Kept in " + places.anchors().path() + ". Keep it elsewhere too.");
        }
        return ExitCode.DONE;
    }
}
