package dev.theseus.domain.architecture.planted.messaging;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import org.hibernate.planted.HibernateType;

@Breaks(ArchitectureRule.DATABASES_AT_HOME)
record UsesHibernateType(HibernateType used) {}
