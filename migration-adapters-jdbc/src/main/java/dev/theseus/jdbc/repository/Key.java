package dev.theseus.jdbc.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter: it holds the key of the row that the method reads or writes, or a collection of such keys. On several
 * parameters: they are the key's columns, in the order of the plan. On a method that writes: it returns the key.
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Key {}
