package dev.theseus.messaging.stream;

import dev.theseus.domain.alert.Notice;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** What others see of an alert. */
final class AlertRecords {

    static final String TYPE = CloudEvent.PREFIX + "alert.v1";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AlertRecords() {}

    static CloudEvent of(Notice notice) {
        String data = JSON.writeValueAsString(form(notice));
        return new CloudEvent(
                UUID.nameUUIDFromBytes(data.getBytes(StandardCharsets.UTF_8)).toString(),
                TYPE,
                notice.migration().value(),
                notice.at(),
                Map.of(
                        "alertkind", notice.alert().kind().name(),
                        "severity", notice.alert().severity().name()),
                data);
    }

    private static Map<String, Object> form(Notice notice) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("migration", notice.migration().value());
        form.put("at", notice.at().toString());
        form.put("kind", notice.alert().kind().name());
        form.put("severity", notice.alert().severity().name());
        form.put("text", notice.alert().text());
        form.put("keptBack", notice.kept());
        form.put("runbook", "runbooks.md#" + notice.alert().kind().runbook());
        return form;
    }
}
