package dev.theseus.domain.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The domain decides from its arguments alone: same input, same answer, on any machine, at any time. */
final class DomainPurity {

    private static final String[] ALLOWED_PACKAGES = {
        "java.lang",
        "java.lang.annotation",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.math",
        "java.nio.charset",
        "java.text",
        "java.time",
        "java.time.chrono",
        "java.time.format",
        "java.time.temporal",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream",
        "org.jspecify.annotations"
    };

    /** Single classes of packages that are otherwise closed. */
    private static final Set<String> ALLOWED_CLASSES = Set.of(
            "java.io.IOException",
            "java.io.Serializable",
            "java.io.UncheckedIOException",
            "java.security.MessageDigest",
            "java.security.NoSuchAlgorithmException");

    /** Single classes of packages that are otherwise open: threads, the machine, randomness, clocks. */
    private static final Set<String> FORBIDDEN_CLASSES = Set.of(
            "java.lang.ClassLoader",
            "java.lang.InheritableThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.util.Calendar",
            "java.util.Date",
            "java.util.GregorianCalendar",
            "java.util.Random",
            "java.util.ServiceLoader",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.TimerTask");

    private static final Set<String> ALLOWED_OF_SYSTEM = Set.of("arraycopy", "identityHashCode", "lineSeparator");

    private DomainPurity() {}

    static ArchRule allowList(Modules modules) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(ALLOWED_PACKAGES)
                .or(resideInAPackage(modules.domain()))
                .or(describe("are named", type -> ALLOWED_CLASSES.contains(type.getName())))
                .and(describe("are not forbidden", type -> !FORBIDDEN_CLASSES.contains(type.getName())));
        return classes()
                .that()
                .resideInAPackage(modules.domain())
                .should()
                .onlyDependOnClassesThat(describe(
                        "are on the allow-list",
                        type -> type.isPrimitive() || allowed.test(type.getBaseComponentType())))
                .as("The domain uses only what is on its allow-list")
                .because("what does I/O, starts threads or rolls dice belongs behind a port");
    }

    static ArchRule noHiddenInput(Modules modules) {
        return noClasses()
                .that()
                .resideInAPackage(modules.domain())
                .should()
                .accessTargetWhere(describe("reads a clock, a die or the machine", DomainPurity::isHiddenInput))
                .as("The domain reads no clock, no random number and nothing of the machine")
                .because("time, ids and settings come in as arguments, so that a decision can be repeated");
    }

    private static boolean isHiddenInput(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String member = access.getTarget().getName();
        return switch (owner) {
            case "java.lang.System" -> !ALLOWED_OF_SYSTEM.contains(member);
            case "java.lang.Math", "java.lang.StrictMath" -> member.equals("random");
            case "java.util.UUID" -> member.equals("randomUUID");
            case "java.util.Collections" -> member.equals("shuffle");
            case "java.util.Locale", "java.util.TimeZone" -> member.equals("getDefault");
            case "java.nio.charset.Charset" -> member.equals("defaultCharset");
            default -> isClock(owner, member) || member.equals("parallel") || member.equals("parallelStream");
        };
    }

    private static boolean isClock(String owner, String member) {
        return owner.startsWith("java.time.")
                && (member.equals("now") || member.startsWith("system") || member.startsWith("tick"));
    }

    static ArchRule noSynchronizedMethods(Modules modules) {
        return noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(modules.domain())
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .as("The domain synchronizes nothing")
                .because("it is immutable, and knows no threads");
    }
}
