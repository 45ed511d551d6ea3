/** MariaDB as the old database: the worked example of adapters of one's own. */
@NullMarked
package dev.theseus.jdbc.mariadb;

import org.jspecify.annotations.NullMarked;
