package dev.theseus.app.server.api;

import dev.theseus.app.server.meters.ServerMeters;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the meters to Prometheus. */
@RestController
final class MetersController {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final ServerMeters meters;

    MetersController(ServerMeters meters) {
        this.meters = meters;
    }

    @GetMapping("/api/v1/metrics")
    ResponseEntity<String> metrics() throws InterruptedException {
        return ResponseEntity.ok().header("Content-Type", TEXT).body(meters.scrape());
    }
}
