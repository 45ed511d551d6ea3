package dev.theseus.jdbc.verify;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How the digests of many rows become one, whatever the order in which rows are read. */
enum Fold {
    /** From PostgreSQL 14. Cheaper than a sum, whose type is numeric. */
    XOR("coalesce(bit_xor(%s), 0)") {
        @Override
        long combine(long a, long b) {
            return a ^ b;
        }

        @Override
        long read(ResultSet row, int column) throws SQLException {
            return row.getLong(column);
        }
    },
    /** Modulo 2^64. */
    SUM("coalesce(sum(%s), 0)") {
        @Override
        long combine(long a, long b) {
            return a + b;
        }

        @Override
        long read(ResultSet row, int column) throws SQLException {
            BigDecimal sum = row.getBigDecimal(column);
            return sum.toBigInteger().longValue();
        }
    };

    private final String aggregate;

    Fold(String aggregate) {
        this.aggregate = aggregate;
    }

    abstract long combine(long a, long b);

    abstract long read(ResultSet row, int column) throws SQLException;

    String aggregate(String digest) {
        return aggregate.formatted(digest);
    }
}
