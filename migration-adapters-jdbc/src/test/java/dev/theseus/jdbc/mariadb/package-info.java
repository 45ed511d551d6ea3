/** Tests of MariaDB as the old database, on a server of their own. */
@NullMarked
package dev.theseus.jdbc.mariadb;

import org.jspecify.annotations.NullMarked;
