package dev.theseus.domain;

import dev.theseus.domain.architecture.ModuleArchitecture;

class ArchitectureTest extends ModuleArchitecture {

    ArchitectureTest() {
        super("dev.theseus.domain");
    }
}
