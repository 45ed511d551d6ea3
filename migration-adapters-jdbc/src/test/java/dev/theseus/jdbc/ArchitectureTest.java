package dev.theseus.jdbc;

import dev.theseus.domain.architecture.ModuleArchitecture;

class ArchitectureTest extends ModuleArchitecture {

    ArchitectureTest() {
        super("dev.theseus.jdbc");
    }
}
