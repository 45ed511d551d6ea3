package dev.theseus.jdbc.hibernate.library;

import jakarta.persistence.Entity;

/** In a table of its own. */
@Entity
public class QuietRoom extends Room {

    public int decibels;
}
