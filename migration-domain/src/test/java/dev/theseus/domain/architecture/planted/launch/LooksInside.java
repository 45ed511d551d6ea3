package dev.theseus.domain.architecture.planted.launch;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import dev.theseus.domain.architecture.planted.domain.Plan;

@Breaks(ArchitectureRule.LAUNCHER_SEES_NOBODY)
record LooksInside(Plan plan) {}
