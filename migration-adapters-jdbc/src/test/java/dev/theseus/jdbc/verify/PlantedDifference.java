package dev.theseus.jdbc.verify;

import java.util.List;

/**
 * A difference that a comparison must see: two values of one type that are easily taken for one.
 *
 * @param name for people
 * @param type of the column
 * @param old value, as an SQL expression
 * @param target the other value
 */
record PlantedDifference(String name, String type, String old, String target) {

    /** Types of the public schema that some of these need. */
    static final String TYPES = """
            CREATE TYPE mood AS ENUM ('sad', 'glad');
            CREATE TYPE pair AS (a int, b text);
            CREATE DOMAIN tag AS varchar(20);
            CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)""";

    static List<PlantedDifference> all() {
        return List.of(
                of("one bit of a bytea", "bytea", "'\\x00ff00'", "'\\x00ff01'"),
                of("trailing zero byte of a bytea", "bytea", "'\\x01'", "'\\x0100'"),
                of("scale of a numeric", "numeric", "1.0", "1.00"),
                of("sign of a numeric", "numeric(12,2)", "5.00", "-5.00"),
                of("infinity against NaN in a numeric", "numeric", "'Infinity'", "'NaN'"),
                of("scale of a numeric inside jsonb", "jsonb", "'{\"a\": 1.0}'", "'{\"a\": 1.00}'"),
                of("NULL against empty text", "text", "NULL", "''"),
                of("NULL against zero", "int", "NULL", "0"),
                of(
                        "a timestamp by a microsecond",
                        "timestamp",
                        "'2024-01-01 00:00:00'",
                        "'2024-01-01 00:00:00.000001'"),
                of(
                        "a timestamptz by a microsecond",
                        "timestamptz",
                        "'2024-01-01 00:00:00Z'",
                        "'2024-01-01 00:00:00.000001Z'"),
                of("a timestamp whose halves fold alike", "timestamp", "'2000-01-01'", "'2000-01-01 01:11:34.967297'"),
                of("a bigint whose halves fold alike", "bigint", "0", "4294967297"),
                of("a negative bigint that folds alike", "bigint", "-1", "4294967295"),
                of("white space in json", "json", "'{\"a\":1}'", "'{\"a\": 1}'"),
                of("order of keys in json", "json", "'{\"a\":1,\"b\":2}'", "'{\"b\":2,\"a\":1}'"),
                of("minus zero in a double", "float8", "'0'", "'-0'"),
                of("minus zero in a real", "float4", "'0'", "'-0'"),
                of("the last digit of a double", "float8", "0.1", "0.1 + 1.4e-17"),
                of("a trailing space in varchar", "varchar(10)", "'a'", "'a '"),
                of("a trailing space in text", "text", "'a'", "'a '"),
                of("a trailing space in bpchar", "bpchar", "'a'::bpchar", "'a '::bpchar"),
                of("a value of char(n)", "char(5)", "'a'", "'b'"),
                of("a label of an enum", "public.mood", "'sad'", "'glad'"),
                of("an element of an array", "int[]", "'{1,2,3}'", "'{1,2,4}'"),
                of("NULL inside an array", "text[]", "'{a,NULL}'", "'{a,\"NULL\"}'"),
                of("the lower bound of an array", "int[]", "'{1,2}'", "'[0:1]={1,2}'"),
                of("the scale inside an array", "numeric[]", "'{1.0}'", "'{1.00}'"),
                of("a field of a composite", "public.pair", "'(1,)'", "'(1,\"\")'"),
                of("a domain's value", "public.tag", "'a'", "'A'"),
                of("upper case under a caseless collation", "text COLLATE public.caseless", "'a'", "'A'"),
                of("a month against thirty days", "interval", "'1 mon'", "'30 days'"),
                of("the zone of a timetz", "timetz", "'12:00+00'", "'13:00+01'"),
                of("a microsecond of a time", "time", "'12:00'", "'12:00:00.000001'"),
                of("one day of a date", "date", "'2024-02-28'", "'2024-02-29'"),
                of("BC against AD", "date", "'0044-03-15 BC'", "'0044-03-15'"),
                of("a bound of a range", "int4range", "'[1,5)'", "'[1,6)'"),
                of("the host part of an inet", "inet", "'10.0.0.1/8'", "'10.0.0.2/8'"),
                of("a bit", "bit varying", "B'1010'", "B'10100'"),
                of("a point", "point", "'(0,0)'", "'(-0,0)'"),
                of("a weight in a tsvector", "tsvector", "'a:1'", "'a:1A'"),
                of("a cent of money", "money", "'1.00'", "'1.01'"),
                of("a boolean", "boolean", "true", "false"),
                of(
                        "a uuid",
                        "uuid",
                        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
                        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'"),
                of("an xml comment", "xml", "'<a/>'", "'<a><!-- --></a>'"));
    }

    private static PlantedDifference of(String name, String type, String old, String target) {
        return new PlantedDifference(name, type, old, target);
    }
}
