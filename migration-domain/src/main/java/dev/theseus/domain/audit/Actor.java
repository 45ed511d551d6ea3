package dev.theseus.domain.audit;

/**
 * Who asked: a person, or a part of Theseus that acts by itself.
 *
 * @param name for people to read, never empty
 */
public record Actor(String name) {

    /** The process that carries a migration through its phases. */
    public static final Actor PROCESS = new Actor("theseus");

    public Actor {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An actor needs a name");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
