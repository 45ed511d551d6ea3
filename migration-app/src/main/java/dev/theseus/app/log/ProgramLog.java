package dev.theseus.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.theseus.domain.plan.MigrationId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of the program, which is about one migration at a time. Safe for several threads. */
public final class ProgramLog {

    /** The name under which lines say of which migration they are; also that of the diagnostic context. */
    public static final String MIGRATION = "migration";

    /** The name under which lines say to which command or run they belong; also that of the diagnostic context. */
    public static final String CORRELATION = "correlation";

    /** Who reads the log by a program wants to know of everything that people are told. */
    private static final String ALERTS = "theseus.alerts";

    private ProgramLog() {}

    /** What the program's lines are about, until closed. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Does nothing where the program's own kind of log has been replaced. */
    public static void write(LogFormat format) {
        if (format == LogFormat.JSON && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            asJson(context);
        }
    }

    static void asJson(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof ConsoleAppender<ILoggingEvent> screen) {
                JsonLines lines = new JsonLines();
                lines.setContext(context);
                lines.start();
                screen.setEncoder(lines);
            }
        });
        context.getLogger(ALERTS).setLevel(Level.INFO);
    }

    /**
     * From now on lines that don't know better are about this; what they were about before, when it is closed.
     *
     * @param correlation of the run; empty if there is none
     */
    public static Scope about(MigrationId migration, String correlation) {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                ? about(context, migration, correlation)
                : () -> {};
    }

    static Scope about(LoggerContext context, MigrationId migration, String correlation) {
        String migrationBefore = property(context, MIGRATION);
        String correlationBefore = property(context, CORRELATION);
        context.putProperty(MIGRATION, migration.value());
        context.putProperty(CORRELATION, correlation);
        return () -> {
            context.putProperty(MIGRATION, migrationBefore);
            context.putProperty(CORRELATION, correlationBefore);
        };
    }

    private static String property(LoggerContext context, String name) {
        String value = context.getProperty(name);
        return value == null ? "" : value;
    }
}
