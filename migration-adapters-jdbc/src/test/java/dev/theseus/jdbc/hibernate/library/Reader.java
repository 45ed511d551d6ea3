package dev.theseus.jdbc.hibernate.library;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;

/** A table for each class, joined. */
@Entity
@Inheritance(strategy = InheritanceType.JOINED)
public abstract class Reader {

    @Id
    public int id;

    public String name = "";
}
