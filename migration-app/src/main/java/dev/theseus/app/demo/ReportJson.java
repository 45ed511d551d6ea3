package dev.theseus.app.demo;

import dev.theseus.app.demo.FinalComparison.ComparedTable;
import dev.theseus.jdbc.shop.Losses;
import dev.theseus.jdbc.shop.TrafficFigures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The report for programs. Names and units are part of the interface: durations are in milliseconds. */
final class ReportJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportJson() {}

    static String of(DemoReport report) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("verdict", report.verdict().name());
        root.put("faults", report.faults());
        root.put("durationMillis", report.duration().toMillis());
        root.put("copy", copy(report.run().copied()));
        root.put("relay", relay(report.run().relayed()));
        root.put("verification", verification(report.run().verified()));
        root.put("clients", clients(report.served().shop().traffic()));
        root.put("gateway", GatewayReport.json(report.served()));
        root.put("authority", CrossingReport.json(report.served().crossed()));
        root.put("writes", writes(report.atRest().losses()));
        root.put("rowsCompared", report.atRest().rowsCompared());
        root.put("differences", report.atRest().differences());
        root.put(
                "tables",
                report.atRest().tables().stream().map(ReportJson::table).toList());
        return JSON.writeValueAsString(root);
    }

    private static Map<String, Object> copy(RunResult.Copied copied) {
        Map<String, Object> copy = new LinkedHashMap<>();
        copy.put("rows", copied.rows());
        copy.put("bytes", copied.bytes());
        copy.put("millis", copied.duration().toMillis());
        copy.put(
                "rowsPerSecond",
                Math.round(copied.rows() * 1e3 / Math.max(1, copied.duration().toMillis())));
        return copy;
    }

    private static Map<String, Object> relay(RunResult.Relayed relayed) {
        Map<String, Object> relay = new LinkedHashMap<>();
        relay.put("captured", relayed.captured());
        relay.put("applied", relayed.applied());
        relay.put("lagP50Millis", relayed.lagP50().toMillis());
        relay.put("lagP99Millis", relayed.lagP99().toMillis());
        return relay;
    }

    private static Map<String, Object> verification(RunResult.Verified verified) {
        Map<String, Object> verification = new LinkedHashMap<>();
        verification.put("rowsCompared", verified.rowsCompared());
        verification.put("repaired", verified.repaired());
        verification.put("divergences", verified.divergences());
        return verification;
    }

    private static Map<String, Object> clients(TrafficFigures traffic) {
        Map<String, Object> clients = new LinkedHashMap<>();
        clients.put("committed", traffic.committed());
        clients.put("rolledBack", traffic.rolledBack());
        clients.put("conflicts", traffic.conflicts());
        clients.put("errors", new TreeMap<>(traffic.errors()));
        clients.put("slowestMillis", traffic.slowest().toMillis());
        return clients;
    }

    private static Map<String, Object> writes(Losses losses) {
        Map<String, Object> writes = new LinkedHashMap<>();
        writes.put("checked", losses.checked());
        writes.put("lost", losses.lost());
        writes.put("uninvited", losses.uninvited());
        return writes;
    }

    private static Map<String, Object> table(ComparedTable table) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("table", table.table());
        entry.put("rowsOld", table.rowsOld());
        entry.put("rowsNew", table.rowsNew());
        entry.put("differences", table.differences());
        return entry;
    }
}
