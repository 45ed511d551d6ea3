package dev.theseus.jdbc.hibernate.library;

import jakarta.persistence.Entity;

/** Joined to its reader. */
@Entity
public class Student extends Reader {

    public String school = "";
}
