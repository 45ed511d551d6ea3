package dev.theseus.jdbc.verify;

/**
 * How a server condenses a row into 64 bits, fastest first. No server promises the same hash as one of another version,
 * so which one a pair of servers uses is found out by {@link HashTrial}.
 */
enum RowHash {
    /** About as fast as reading the rows; from PostgreSQL 14. */
    RECORD("hash_record_extended", 14) {
        @Override
        String of(String row) {
            return "hash_record_extended(%s, 0)".formatted(row);
        }
    },
    /** Two to three times slower, because every row is printed. */
    TEXT("hashtextextended", 12) {
        @Override
        String of(String row) {
            return "hashtextextended((%s)::text COLLATE \"C\", 0)".formatted(row);
        }
    },
    /** Five times slower; a standard, so all servers agree. */
    MD5("md5", 12) {
        @Override
        String of(String row) {
            return "('x' || left(md5((%s)::text), 16))::bit(64)::bigint".formatted(row);
        }
    };

    private final String function;
    private final int since;

    RowHash(String function, int since) {
        this.function = function;
        this.since = since;
    }

    /** @param row a row constructor; @return an expression of type bigint */
    abstract String of(String row);

    /** The server's function, for people. */
    String function() {
        return function;
    }

    /** The first major version that has it. */
    int since() {
        return since;
    }
}
