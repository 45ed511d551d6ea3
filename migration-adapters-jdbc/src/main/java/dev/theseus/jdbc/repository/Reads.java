package dev.theseus.jdbc.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that a repository's method reads, where its name does not, or where the name's reading is not wanted. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reads {

    From value() default From.ROUTED;

    /** Which database may answer. */
    enum From {
        /** The one that the request is routed to. The answer must be complete when the method returns. */
        ROUTED,
        /**
         * The one that has authority: for reads that lock, or whose answer is fetched after the method has returned.
         */
        AUTHORITY
    }
}
