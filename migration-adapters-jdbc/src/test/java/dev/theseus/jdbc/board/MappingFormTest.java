package dev.theseus.jdbc.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingFormTest {

    @Test
    void nodesAreToldTheClassOfAMappingInJava() {
        Image image = new Image(
                List.of("id"),
                List.of("no"),
                List.of(
                        new MappedColumn("no", new Expression.Same("id")),
                        new MappedColumn("name", new Expression.Java("com.example.Outer$UserMapping"))),
                List.of(),
                Optional.empty());
        Mapping mapping = new Mapping(3, Optional.of(image), Optional.empty());

        assertThat(MappingForm.read(MappingForm.write(mapping))).isEqualTo(mapping);
    }
}
