package dev.theseus.domain.architecture.planted.app;

import dev.theseus.domain.architecture.planted.domain.Plan;
import org.springframework.planted.SpringType;

/** Allowed. */
public record Console(SpringType spring, Plan plan) {}
