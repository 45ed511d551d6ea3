package dev.theseus.domain.architecture.planted.domain.egg;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import dev.theseus.domain.architecture.planted.domain.chicken.Chicken;

@Breaks(ArchitectureRule.PACKAGES_ARE_FREE_OF_CYCLES)
public record Egg(Chicken from) {}
