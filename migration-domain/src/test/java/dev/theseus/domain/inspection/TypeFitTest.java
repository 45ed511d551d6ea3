package dev.theseus.domain.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeFitTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            integer                        | integer                        | SAME
            public.mood                    | public.mood                    | SAME
            smallint                       | integer                        | WIDER
            smallint                       | bigint                         | WIDER
            integer                        | bigint                         | WIDER
            bigint                         | integer                        | DIFFERENT
            integer                        | numeric                        | DIFFERENT
            integer                        | text                           | DIFFERENT
            character varying(10)          | character varying(10)          | SAME
            character varying(10)          | character varying(11)          | WIDER
            character varying(10)          | character varying(9)           | DIFFERENT
            character varying(10)          | character varying              | WIDER
            character varying(10)          | text                           | WIDER
            character varying              | text                           | WIDER
            character varying              | character varying(10)          | DIFFERENT
            text                           | character varying              | WIDER
            text                           | character varying(10)          | DIFFERENT
            character(10)                  | text                           | DIFFERENT
            character(10)                  | character(12)                  | DIFFERENT
            real                           | double precision               | DIFFERENT
            json                           | jsonb                          | DIFFERENT
            numeric(10,2)                  | numeric(12,2)                  | WIDER
            numeric(10,2)                  | numeric                        | WIDER
            numeric(10,2)                  | numeric(12,3)                  | DIFFERENT
            numeric(12,2)                  | numeric(10,2)                  | DIFFERENT
            numeric                        | numeric(10,2)                  | DIFFERENT
            timestamp(3) without time zone | timestamp without time zone    | WIDER
            timestamp(3) without time zone | timestamp(6) without time zone | WIDER
            timestamp without time zone    | timestamp(3) without time zone | DIFFERENT
            timestamp without time zone    | timestamp with time zone       | DIFFERENT
            public.mood                    | shop.mood                      | SAME_NAME_ELSEWHERE
            "Shop"."Mood"                  | public."Mood"                  | SAME_NAME_ELSEWHERE
            public.mood                    | public.colour                  | DIFFERENT
            public.mood                    | text                           | DIFFERENT
            integer                        | integer[]                      | DIFFERENT
            """)
    void aTypeFitsIfItHoldsEveryValueAndPrintsItAlike(String from, String to, TypeFit fit) {
        assertThat(TypeFit.of(from, to)).isEqualTo(fit);
    }
}
