package dev.theseus.app.alert;

import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log. */
final class LogAlerts implements AlertSink {

    private static final Logger LOG = LoggerFactory.getLogger("theseus.alerts");

    @Override
    public void tell(Notice notice) {
        switch (notice.alert().severity()) {
            case INFO -> LOG.info("{}", text(notice));
            case WARNING -> LOG.warn("{}", text(notice));
            case CRITICAL -> LOG.error("{}", text(notice));
        }
    }

    private static String text(Notice notice) {
        String others = notice.kept() == 0 ? "" : " (and " + notice.kept() + " more of this kind since the last)";
        return "migration " + notice.migration() + ": " + notice.alert().text() + others + " (runbooks.md#"
                + notice.alert().kind().runbook() + ")";
    }
}
