package dev.theseus.jdbc.hibernate.library;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapsId;
import org.jspecify.annotations.Nullable;

/** Its key is made of two columns, one of which is its book's key. */
@Entity
public class Copy {

    /** @param number within the book */
    @Embeddable
    public record Key(@Nullable Long bookId, int number) {}

    @EmbeddedId
    public Key key = new Key(null, 0);

    @ManyToOne
    @MapsId("bookId")
    public @Nullable Book book;

    public String shelf = "";

    public Copy() {}

    Copy(Book book, int number) {
        this.book = book;
        this.key = new Key(null, number);
    }
}
