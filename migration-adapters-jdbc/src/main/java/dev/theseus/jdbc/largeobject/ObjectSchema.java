package dev.theseus.jdbc.largeobject;

/** The list of what was brought over, in the database that it was brought to. */
final class ObjectSchema {

    /**
     * An object without carried_at is still to be brought over. One without bytes was found not to exist in the source,
     * so an object of that number is none of ours.
     */
    static final String DDL = """
            CREATE SCHEMA IF NOT EXISTS theseus;
            CREATE TABLE IF NOT EXISTS theseus.large_object (
              number bigint PRIMARY KEY,
              table_no integer NOT NULL,
              bytes bigint,
              carried_at timestamptz);
            COMMENT ON TABLE theseus.large_object IS 'large objects that came from the other database';
            CREATE INDEX IF NOT EXISTS large_object_open ON theseus.large_object (table_no, number) WHERE carried_at IS NULL;
            """;

    private ObjectSchema() {}
}
