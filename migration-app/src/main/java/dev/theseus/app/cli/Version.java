package dev.theseus.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Says which Theseus this is; the build writes it down. */
final class Version implements IVersionProvider {

    private static final String RESOURCE = "/dev/theseus/app/version.properties";

    /** For picocli. */
    Version() {}

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream(RESOURCE)) {
            if (stream != null) {
                properties.load(stream);
            }
        }
        return new String[] {
            "Theseus " + properties.getProperty("version", "of unknown version"),
            "on Java " + System.getProperty("java.version")
        };
    }
}
