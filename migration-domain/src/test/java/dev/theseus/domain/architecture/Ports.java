package dev.theseus.domain.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** A port is an interface of the domain, and what it says must not betray the technology behind it. */
final class Ports {

    private Ports() {}

    static ArchRule speakTheDomain(Modules modules) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .areInterfaces()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage(modules.domain())
                .should(new SpeakTheDomain(modules))
                .as("Ports speak in types of the domain and of Java only")
                .because("an adapter can be exchanged only if no caller sees its technology");
    }

    private static final class SpeakTheDomain extends ArchCondition<JavaMethod> {

        private final String domain;

        SpeakTheDomain(Modules modules) {
            super("have only types of the domain and of Java in their signature");
            this.domain = modules.root() + ".domain.";
        }

        @Override
        public void check(JavaMethod method, ConditionEvents events) {
            typesOf(method)
                    .filter(type -> !isSpoken(type))
                    .map(type -> SimpleConditionEvent.violated(
                            method, "<%s> speaks <%s>".formatted(method.getFullName(), type.getName())))
                    .forEach(events::add);
        }

        private static Stream<JavaClass> typesOf(JavaMethod method) {
            return Stream.concat(
                            Stream.concat(
                                    method.getReturnType().getAllInvolvedRawTypes().stream(),
                                    method.getParameterTypes().stream()
                                            .flatMap(type -> type.getAllInvolvedRawTypes().stream())),
                            method.getExceptionTypes().stream())
                    .map(JavaClass::getBaseComponentType);
        }

        private boolean isSpoken(JavaClass type) {
            String name = type.getName();
            return type.isPrimitive() || isPlainJava(name) || name.startsWith(domain);
        }

        private static boolean isPlainJava(String name) {
            return name.startsWith("java.") && !name.startsWith("java.sql.");
        }
    }
}
