package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql://app:pw@host/db, jdbc:postgresql://host/db, app, pw",
        "postgres://app:pw@host:6432/db, jdbc:postgresql://host:6432/db, app, pw",
        "jdbc:postgresql://host/db?user=app&password=pw, jdbc:postgresql://host/db, app, pw",
        "postgresql://a%40b:p%3Aw%2F+@host/db, jdbc:postgresql://host/db, a@b, p:w/+",
        "postgresql://app@[::1]:5432/db, jdbc:postgresql://[::1]:5432/db, app,",
        "'postgresql://app@a:1,b:2/db?target_session_attrs=any', 'jdbc:postgresql://a:1,b:2/db?target_session_attrs=any', app,",
        "postgresql://host/db?connect_timeout=3&sslmode=require, jdbc:postgresql://host/db?connectTimeout=3&sslmode=require,,"
    })
    void bothFormsAreTakenApart(String text, String jdbcUrl, String user, String password) {
        DatabaseUrl url = DatabaseUrl.parse(text);
        assertThat(url.jdbcUrl()).isEqualTo(jdbcUrl);
        assertThat(url.user().orElse(null)).isEqualTo(user);
        assertThat(url.password().orElse(null)).isEqualTo(password);
        assertThat(url.database()).isEqualTo("db");
        assertThat(url).asString().doesNotContain("pw");
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://host/db, is no URL",
        "host/db, is no URL",
        "postgresql://host, names no database",
        "postgresql://host/, names no database",
        "postgresql:///db, names no host",
        "postgresql://host:0/db, names port 0",
        "postgresql://host:99999/db, names port 99999",
        "postgresql://a:pw@b@c:x/db, names no host"
    })
    void whatIsNoUrlIsRefusedWithoutBeingRepeated(String text, String message) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("pw");
    }

    @Test
    void hostsAndPortsComeInTheFormOfLibpq() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u@[::1]:6432,two/db?sslmode=require");
        assertThat(url.hostNames()).isEqualTo("::1,two");
        assertThat(url.ports()).isEqualTo("6432,5432");
        assertThat(url.parameter("sslmode")).contains("require");
        assertThat(url.parameter("sslrootcert")).isEmpty();
    }
}
