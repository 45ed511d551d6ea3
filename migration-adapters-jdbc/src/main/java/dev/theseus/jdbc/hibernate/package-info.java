/**
 * Lets a service that uses Hibernate note the keys of the rows that it changes, where no triggers are allowed.
 *
 * <p>Covered is every row that a statement of Hibernate's changes, of whatever origin: entities in any kind of
 * inheritance and over several tables, collections and join tables, cascades, orphans, batches, versions, stateless
 * sessions, upserts, HQL, criteria and native SQL, also TRUNCATE and MERGE. Where a statement does not tell which rows
 * it changed (it runs code in the server, or the server changes rows by itself), every key of the tables in question is
 * noted, a row is left in {@code theseus.reread}, and a warning is logged; see
 * {@link dev.theseus.jdbc.hibernate.HibernateCapture#count()}.
 *
 * <p>Not covered is what others write: other programs, plain JDBC on Hibernate's connections ({@code doWork}), COPY,
 * functions that a SELECT calls, routines called as {@code {call …}} (a warning is logged), what the database's own
 * triggers and rules change in other tables, and writes through views or, if they came later, directly to partitions.
 * Sessions with a statement inspector of their own are refused, except where a stateless one does nothing but bulk
 * statements, which fire no event.
 */
@NullMarked
package dev.theseus.jdbc.hibernate;

import org.jspecify.annotations.NullMarked;
