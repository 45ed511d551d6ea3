package dev.theseus.domain.architecture.planted.messaging;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import dev.theseus.domain.architecture.planted.app.Console;

@Breaks(ArchitectureRule.MESSAGING_SEES_ONLY_THE_DOMAIN)
record LooksOutwards(Console console) {}
