package dev.theseus.domain.architecture.planted.domain;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.planted.AxonType;

/** Each nested interface but the first betrays what is behind it. */
final class Ports {

    private Ports() {}

    /** Allowed. */
    interface Silent {
        List<byte[]> read(Silent other, String... names) throws IOException, InterruptedException;
    }

    @Breaks({
        ArchitectureRule.PORTS_SPEAK_THE_DOMAIN,
        ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST,
        ArchitectureRule.DATABASES_AT_HOME
    })
    interface ByParameter {
        void read(Connection connection);
    }

    @Breaks({
        ArchitectureRule.PORTS_SPEAK_THE_DOMAIN,
        ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST,
        ArchitectureRule.DATABASES_AT_HOME
    })
    interface ByException {
        void read() throws SQLException;
    }

    @Breaks({
        ArchitectureRule.PORTS_SPEAK_THE_DOMAIN,
        ArchitectureRule.DOMAIN_USES_ITS_ALLOW_LIST,
        ArchitectureRule.AXON_AT_HOME
    })
    interface ByTypeArgument {
        List<AxonType> read();
    }
}
