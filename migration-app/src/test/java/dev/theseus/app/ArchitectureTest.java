package dev.theseus.app;

import dev.theseus.domain.architecture.ModuleArchitecture;

class ArchitectureTest extends ModuleArchitecture {

    ArchitectureTest() {
        super("dev.theseus.app");
    }
}
