package dev.theseus.jdbc.hibernate.library;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;

/** A table for each concrete class. */
@Entity
@Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
public class Room {

    @Id
    public java.util.UUID id = new java.util.UUID(0, 0);

    public int seats;
}
