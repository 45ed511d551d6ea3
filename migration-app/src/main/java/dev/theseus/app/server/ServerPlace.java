package dev.theseus.app.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server listens, and by what settings.
 *
 * @param address of the network interface
 * @param port 0 for any that is free
 * @param settings file in the form of Spring Boot
 */
public record ServerPlace(String address, int port, Optional<Path> settings) {}
