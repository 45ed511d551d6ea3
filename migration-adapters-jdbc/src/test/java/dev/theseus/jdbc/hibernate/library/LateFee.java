package dev.theseus.jdbc.hibernate.library;

import jakarta.persistence.Entity;

/** In the table of fees. */
@Entity
public class LateFee extends Fee {

    public int days;
}
