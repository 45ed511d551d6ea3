package dev.theseus.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.RecordComponent;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stored settings are read from the inside out, so a part may be the first of its settings that a program meets. */
class DefaultsTest {

    static Stream<Class<?>> parts() {
        return Stream.of(
                        AutomaticRollbackSettings.class,
                        BackfillSettings.class,
                        CutoverSettings.class,
                        GateSettings.class,
                        Plan.class,
                        RolloutSettings.class)
                .flatMap(settings -> Arrays.stream(settings.getDeclaredClasses()))
                .filter(Class::isRecord);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void are_whole_whichever_part_is_met_first(Class<?> part) throws Exception {
        try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class.forName(part.getName(), true, fresh);
            Class<?> settings = Class.forName(part.getDeclaringClass().getName(), true, fresh);
            Class<?> whole = settings.getSimpleName().equals("Plan")
                    ? Class.forName(Plan.Settings.class.getName(), true, fresh)
                    : settings;
            Object defaults = whole.getField("DEFAULT").get(null);
            for (RecordComponent component : whole.getRecordComponents()) {
                assertThat(component.getAccessor().invoke(defaults))
                        .as(component.getName())
                        .isNotNull();
            }
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(DefaultsTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }
}
