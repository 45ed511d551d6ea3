package dev.theseus.app.alert;

import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.alert.Repeats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the ways of telling people that a plan names. */
public final class AlertSinks {

    private AlertSinks() {}

    /**
     * The log, the webhook if the plan names one, and others; of the same kind one in a period. The caller closes it,
     * and the others with it.
     *
     * @param environment of the process, in which the webhook's secret is
     * @param others for example the event stream
     */
    public static AlertSink of(AlertSettings settings, Map<String, String> environment, List<AlertSink> others) {
        List<AlertSink> sinks = new ArrayList<>(List.of(new LogAlerts()));
        sinks.addAll(others);
        settings.webhook()
                .map(w -> new WebhookAlerts(w.url(), w.secret(environment), WebhookAlerts.Patience.DEFAULT))
                .ifPresent(sinks::add);
        return new RareAlerts(new All(sinks), Repeats.within(settings.period()));
    }

    private record All(List<AlertSink> sinks) implements AlertSink {

        @Override
        public void tell(Notice notice) {
            sinks.forEach(s -> s.tell(notice));
        }

        @Override
        public void close() {
            sinks.forEach(AlertSink::close);
        }
    }
}
