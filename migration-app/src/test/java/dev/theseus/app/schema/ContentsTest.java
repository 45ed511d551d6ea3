package dev.theseus.app.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentsTest {

    @Test
    void keysComeWithTheTablesAndEverythingElseLater() {
        Contents contents = Contents.of("""
                ;
                ; Archive created at …
                6; 2615 2200 SCHEMA - public owner
                3345; 0 0 COMMENT - SCHEMA public owner
                7; 2615 16385 SCHEMA - shop owner
                215; 1259 16386 TABLE shop item owner
                """, """
                3187; 2606 16391 CONSTRAINT shop item item_pkey owner
                3189; 2606 16393 CONSTRAINT shop item_1 item_1_pkey owner
                3190; 1259 16395 INDEX shop item_label owner
                3191; 0 0 INDEX ATTACH shop item_1_pkey owner
                3192; 0 0 INDEX ATTACH shop item_1_label owner
                3193; 2606 16396 FK CONSTRAINT shop item item_up_fkey owner
                3194; 2606 16397 CHECK CONSTRAINT shop item item_check owner
                3195; 2620 16398 TRIGGER shop item item_trigger owner
                """);
        assertThat(contents.tables())
                .containsExactly(
                        "7; 2615 16385 SCHEMA - shop owner",
                        "215; 1259 16386 TABLE shop item owner",
                        "3187; 2606 16391 CONSTRAINT shop item item_pkey owner",
                        "3189; 2606 16393 CONSTRAINT shop item_1 item_1_pkey owner",
                        "3191; 0 0 INDEX ATTACH shop item_1_pkey owner");
        assertThat(contents.rest())
                .containsExactly(
                        "3190; 1259 16395 INDEX shop item_label owner",
                        "3192; 0 0 INDEX ATTACH shop item_1_label owner",
                        "3193; 2606 16396 FK CONSTRAINT shop item item_up_fkey owner",
                        "3194; 2606 16397 CHECK CONSTRAINT shop item item_check owner",
                        "3195; 2620 16398 TRIGGER shop item item_trigger owner");
    }
}
