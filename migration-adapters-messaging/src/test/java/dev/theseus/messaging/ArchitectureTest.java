package dev.theseus.messaging;

import dev.theseus.domain.architecture.ModuleArchitecture;

class ArchitectureTest extends ModuleArchitecture {

    ArchitectureTest() {
        super("dev.theseus.messaging");
    }
}
