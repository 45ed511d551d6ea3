package dev.theseus.jdbc.hibernate.library;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;

/** One table for all classes. */
@Entity
@Inheritance(strategy = InheritanceType.SINGLE_TABLE)
public class Fee {

    @Id
    public String code = "";

    public int cents;
}
