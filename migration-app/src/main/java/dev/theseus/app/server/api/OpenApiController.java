package dev.theseus.app.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Serves the description of the API. */
@RestController
final class OpenApiController {

    private static final String FILE = "openapi.yaml";

    private final String yaml = read();
    private final String json = json(yaml);

    OpenApiController() {}

    @GetMapping("/api/v1/openapi.yaml")
    ResponseEntity<String> yaml() {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.valueOf("application/yaml"), StandardCharsets.UTF_8))
                .body(yaml);
    }

    @GetMapping("/api/v1/openapi.json")
    ResponseEntity<String> json() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json);
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(OpenApiController.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(String yaml) {
        Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return JsonMapper.builder().build().writeValueAsString(tree);
    }
}
