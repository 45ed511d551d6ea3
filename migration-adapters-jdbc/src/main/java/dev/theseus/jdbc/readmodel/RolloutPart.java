package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.readmodel.MigrationStatus.RolloutStatus;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** Who reads from new, as columns of the status; names are sorted. */
@Embeddable
record RolloutPart(
        @Column(name = "percentage") double percentage,

        @JdbcTypeCode(SqlTypes.ARRAY) @Column(name = "segments")
        List<String> segments,

        @JdbcTypeCode(SqlTypes.ARRAY) @Column(name = "regions")
        List<String> regions,

        @JdbcTypeCode(SqlTypes.ARRAY) @Column(name = "services")
        List<String> services,

        @Enumerated(EnumType.STRING) @Column(name = "dual_writes")
        Switch dualWrites,

        @Enumerated(EnumType.STRING) @Column(name = "shadow_reads")
        Switch shadowReads,

        @Column(name = "shadow_sample") double shadowSample,
        @Column(name = "check_sample") double checkSample,
        @Column(name = "maximum_lag_us") long maximumLag,

        @JdbcTypeCode(SqlTypes.ARRAY) @Column(name = "failed_back")
        List<String> failedBack,

        @Column(name = "mismatches") long mismatches) {

    static RolloutPart of(RolloutStatus status) {
        RolloutPolicy policy = status.policy();
        return new RolloutPart(
                policy.percentage(),
                sorted(policy.segments()),
                sorted(policy.regions()),
                sorted(policy.services()),
                policy.dualWrites(),
                policy.shadowReads(),
                policy.shadowSample(),
                policy.checkSample(),
                policy.maximumLag().toNanos() / 1000,
                sorted(status.failedBack()),
                status.mismatches());
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().sorted().toList();
    }

    RolloutStatus status() {
        RolloutPolicy policy = new RolloutPolicy(
                percentage,
                Set.copyOf(segments),
                Set.copyOf(regions),
                Set.copyOf(services),
                dualWrites,
                shadowReads,
                shadowSample,
                checkSample,
                Duration.of(Math.max(1, maximumLag), ChronoUnit.MICROS));
        return new RolloutStatus(policy, new TreeSet<>(failedBack), mismatches);
    }
}
