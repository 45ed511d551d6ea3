package dev.theseus.jdbc.copy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One type, and values of it that are easily lost: the least, the greatest, and those that look like others.
 *
 * @param type with its modifiers
 * @param values as SQL literals, separated by commas; NULL comes by itself
 */
record TypeSamples(String type, String values) {

    /** Types of the public schema that some of these need. */
    static final String OWN_TYPES = """
            CREATE TYPE label AS ENUM ('', ' ', 'it''s', 'a,b', '"quoted"', '{x}', 'NULL', 'null', '\\', 'Ünï 漢 😀', E'tab\\t');
            CREATE TYPE point_of_sale AS (name text, since timestamptz, tags text[], kind label, at point);
            CREATE TYPE float_range AS RANGE (subtype = float8);
            CREATE DOMAIN positive AS int CHECK (VALUE > 0);
            CREATE DOMAIN small_positive AS positive CHECK (VALUE < 100);
            CREATE DOMAIN ids AS int[] CHECK (cardinality(VALUE) < 9);
            CREATE DOMAIN shop AS point_of_sale""";

    private static final String ALL = """
            bool           | 'true', 'false'
            int2           | '-32768', '32767'
            int4           | '-2147483648', '2147483647'
            int8           | '-9223372036854775808', '9223372036854775807'
            numeric        | 'NaN', '1.00', '1.0', '0.000', 'Infinity', '-Infinity', repeat('9', 131072) || '.' || repeat('9', 16383), '0.' || repeat('0', 16382) || '1', '-1' || repeat('0', 999)
            numeric(1000)  | repeat('9', 1000), '-' || repeat('9', 1000), 'NaN'
            numeric(1000,1000) | '0.' || repeat('1', 1000), '-0.' || repeat('9', 1000)
            numeric(2,-3)  | '99000', '-1000'
            numeric(12,4)  | '1', '1.5', '-0.0001', 'NaN'
            float4         | 'NaN', '-0', '0', '1e-45', '3.4028235e38', '-Infinity', 'Infinity', '0.1'
            float8         | 'NaN', '-0', '0', '5e-324', '1.7976931348623157e308', 'Infinity', '-Infinity', '0.1'
            text           | '', ' ', E'tab\\tline\\nback\\\\ \\r\\b\\f\\v', '\\N', '\\.', 'ünï 漢 😀 👨‍👩‍👧', E'\\x01\\x7f', 'NULL', repeat('a 😀', 9000)
            varchar        | 'ab ', ''
            varchar(5)     | 'ab ', '😀😀😀😀😀'
            bpchar         | 'ab ', 'ab'
            char(5)        | 'ab', '', '漢'
            "char"         | 'x', '', '\\377', '\\001'
            name           | 'a name', '', repeat('n', 63)
            bytea          | '\\x', '\\x00', '\\x00ff10', '\\x5c783030'
            json           | '{"b": 1,  "a": [1.0, 1.00], "b": 2}', 'null', '"\\ud83d\\ude00 \\u0000"', '1e400', '""'
            jsonb          | '{"b": 1.00, "a": "\\u00e9"}', '[]', 'null', '"\\ud83d\\ude00"', '-0.0', '1e400', '{"": {}}'
            jsonpath       | '$.a[*] ? (@.b > 1)', 'strict $."a b".size()', '$.x ? (@ like_regex "^a" flag "i")'
            xml            | '<a b="c">d</a>', '', 'text <b/> only', '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE a><a>漢 😀</a>', '<a><![CDATA[<]]>&amp;</a>'
            uuid           | 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'
            date           | 'infinity', '-infinity', '4713-01-01 BC', '5874897-12-31', '2024-02-29', '0001-12-31 BC'
            time           | '24:00', '00:00:00.000001', '23:59:59.999999'
            time(0)        | '23:59:59'
            timetz         | '12:34:56.789+14', '00:00-15:59', '24:00+15:59', '12:00+00:00:01'
            timestamp      | 'infinity', '-infinity', '0044-03-15 10:00 BC', '294276-12-31 23:59:59.999999', '4714-11-24 BC', 'epoch'
            timestamp(3)   | '2024-01-01 00:00:00.999'
            timestamptz    | 'infinity', '-infinity', '0044-03-15 10:00+01 BC', '1883-11-18 12:03:58-04:56:02', '294276-12-31 23:59:59.999999+00', '4714-11-24 00:00+00 BC', '2024-03-31 02:30 Europe/Berlin'
            interval       | '1 year -2 months 3 days -4:05:06.789012', '-178000000 years', '178000000 years', '0', '1 mon', '30 days', '720:00', '2147483647 days', '-2147483648 days', '2562047788:00:54.775807', 'infinity', '-infinity'
            interval year to month | '1 year 2 mons'
            interval second(2) | '1.23'
            money          | '-92233720368547758.08', '92233720368547758.07', '1.01'
            inet           | '10.1.2.3/8', '::ffff:1.2.3.4', '0.0.0.0/0', 'fe80::1/64', '10.1.2.3'
            cidr           | '10.0.0.0/8', '2001:db8::/32', '10.1.2.3/32'
            macaddr        | '08:00:2b:01:02:03', 'ff:ff:ff:ff:ff:ff'
            macaddr8       | '08:00:2b:ff:fe:01:02:03', '00:00:00:00:00:00:00:00'
            bit            | '1', '0'
            bit(3)         | '101', '000'
            varbit         | '', '1011', '10110', repeat('01', 999)
            varbit(9)      | '0', '000000000'
            point          | '(1.5,-0)', '(Infinity,NaN)', '(1e-300,0.1)'
            line           | '{1,-1,0}', '{0.1,-0,3}'
            lseg           | '[(0,0),(1,1)]', '[(-0,1),(1,-Infinity)]'
            box            | '(1,1),(0,0)', '(0.1,0.1),(-0,-1)'
            path           | '[(0,0),(1,1)]', '((0,0),(1,1),(2,0))', '[(1,1)]'
            polygon        | '((0,0),(1,1),(2,0))', '((-0,0.1))'
            circle         | '<(1,2),3>', '<(-0,0),Infinity>', '<(1,1),0>'
            tsvector       | 'fat:2A cat:3 rat:1', '', '''it''''s'':16383A,16382B '' '':1'
            tsquery        | 'fat & (rat <-> !cat:*)', '', '!a:AB <3> ''b c'' | d'
            int4range      | '[1,5)', 'empty', '(,)', '[2147483646,)'
            int8range      | '[-9223372036854775808,5)', '(,0)'
            numrange       | '[1.0,1.00]', '(1,Infinity]', '[-Infinity,NaN]'
            tsrange        | '["0044-03-15 BC",infinity]', '(,-infinity)'
            tstzrange      | '[2020-01-01 00:00+00, infinity]', '[,]'
            daterange      | '[-infinity,infinity]', '[4713-01-01 BC,5874897-12-31)'
            int4multirange | '{[1,3),[5,7)}', '{}', '{(,)}'
            int8multirange | '{[1,3),[9223372036854775806,)}'
            nummultirange  | '{[1.0,1.00],(2.0,3.000)}'
            tsmultirange   | '{["0044-03-15 BC","2020-01-01"),[infinity,]}'
            tstzmultirange | '{[2020-01-01 00:00+00,2020-01-01 00:00:00.000001+00)}'
            datemultirange | '{(,2020-01-01),[infinity,infinity]}'
            oid            | '4294967295', '0'
            xid            | '4294967295', '0'
            xid8           | '18446744073709551615', '0'
            cid            | '4294967295'
            tid            | '(4294967295,65535)', '(0,1)'
            pg_lsn         | '16/B374D848', '0/0', 'FFFFFFFF/FFFFFFFF'
            pg_snapshot    | '10:20:10,14,15', '1:1:'
            txid_snapshot  | '10:20:10,14,15', '9223372036854775806:9223372036854775807:9223372036854775806'
            int2vector     | '1 -2 32767', ''
            oidvector      | '1 4294967295', ''
            refcursor      | 'a cursor', ''
            aclitem        | 'postgres=r*w/postgres', '=arwd/postgres'
            regclass       | 'pg_class', 'information_schema.tables'
            regcollation   | '"C"', '-'
            regconfig      | 'english', '-'
            regdictionary  | 'simple', '-'
            regnamespace   | 'pg_catalog', '-'
            regoper        | 'pg_catalog.||/', '0'
            regoperator    | '+(integer,integer)', '-(none,integer)'
            regproc        | 'pg_catalog.now', '-'
            regprocedure   | 'abs(double precision)', '-'
            regrole        | 'postgres', '-'
            regtype        | 'timestamp with time zone', 'integer[]', '-'
            information_schema.cardinal_number | '0', '2147483647'
            information_schema.character_data | 'x '
            information_schema.sql_identifier | 'x'
            information_schema.time_stamp | '2020-01-01 00:00:00.01+00'
            information_schema.yes_or_no | 'YES'
            public.label          | '', ' ', 'it''s', 'a,b', '"quoted"', '{x}', 'NULL', 'null', '\\', 'Ünï 漢 😀', E'tab\\t'
            public.point_of_sale  | '("a ""b"", c","2020-01-01 00:00:00+00","{x,NULL,\"\"\"\"}","a,b","(-0,1)")', '(,,,,)', '("","infinity",{},"",)'
            public.float_range    | '[0.1,0.2)', 'empty', '[-0,Infinity]'
            public.float_multirange | '{[0.1,0.2),(5,)}', '{}'
            public.positive       | '1', '2147483647'
            public.small_positive | '99'
            public.ids            | '{1,NULL,3}', '{}', '[0:1][2:3]={{1,2},{3,4}}'
            public.shop           | '(x,,,,)'
            """;

    static List<TypeSamples> all() {
        return ALL.lines().map(TypeSamples::parse).toList();
    }

    private static TypeSamples parse(String line) {
        String[] parts = line.split(" *\\| ", 2);
        return new TypeSamples(parts[0], parts[1]);
    }

    private String texts() {
        return "ARRAY[" + values + "]::text[]";
    }

    /** Columns {@code v0, a0, v1, a1, …} for values, and for arrays of them, of each type. */
    static String columns(List<TypeSamples> samples) {
        return each(samples, "v%1$d %2$s, a%1$d %2$s[]");
    }

    /** The same columns' names. */
    static List<String> names(List<TypeSamples> samples) {
        return List.of(each(samples, "v%1$d, a%1$d").split(", ", -1));
    }

    /**
     * The columns' values for row {@code i}, from 1: value after value, then NULL, and again; arrays of all values, of
     * none, of several dimensions that begin at odd numbers, and NULL.
     */
    static String row(List<TypeSamples> samples) {
        return each(samples, """
                (%3$s || NULL::text)[(i - 1) %% (cardinality(%3$s) + 1) + 1]::%2$s,
                CASE i %% 4 WHEN 1 THEN (%3$s || NULL::text)::%2$s[] WHEN 2 THEN '{}'::%2$s[]
                  WHEN 3 THEN array_fill((%3$s)[1], ARRAY[2, 1, 2], ARRAY[-1, 0, 7])::%2$s[] END""");
    }

    private static String each(List<TypeSamples> samples, String form) {
        return IntStream.range(0, samples.size())
                .mapToObj(i ->
                        form.formatted(i, samples.get(i).type(), samples.get(i).texts()))
                .collect(Collectors.joining(", "));
    }
}
