package dev.theseus.jdbc.hibernate.library;

import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.Generated;
import org.hibernate.generator.EventType;
import org.jspecify.annotations.Nullable;

/** Its key is made by the database; it has a version, a second table, and collections of every kind. */
@Entity
@SecondaryTable(name = "book_blurb")
public class Book {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Version
    public int version;

    public String title = "";

    /** Made by a default of the database. */
    @Generated(event = {EventType.INSERT, EventType.UPDATE})
    @Column(insertable = false, updatable = false)
    public @Nullable Integer titleLength;

    @Column(table = "book_blurb")
    public @Nullable String blurb;

    /** Its rows have a key of owner and value. */
    @ElementCollection
    @CollectionTable(name = "book_tag")
    @Column(name = "tag")
    public Set<String> tags = new HashSet<>();

    /** Its rows have a key of owner and place; places move when one in the middle goes. */
    @ElementCollection
    @OrderColumn(name = "place")
    @CollectionTable(name = "book_chapter")
    @Column(name = "chapter")
    public List<String> chapters = new ArrayList<>();

    @ElementCollection
    @MapKeyColumn(name = "language")
    @CollectionTable(name = "book_translation")
    @Column(name = "translation")
    public Map<String, String> translations = new HashMap<>();

    @ManyToMany(cascade = CascadeType.PERSIST)
    @JoinTable(name = "book_author")
    public Set<Author> authors = new HashSet<>();

    @OneToMany(mappedBy = "book", cascade = CascadeType.ALL, orphanRemoval = true)
    public List<Copy> copies = new ArrayList<>();

    public Book() {}

    public Book(String title) {
        this.title = title;
    }

    public Copy copy(int number) {
        Copy copy = new Copy(this, number);
        copies.add(copy);
        return copy;
    }
}
