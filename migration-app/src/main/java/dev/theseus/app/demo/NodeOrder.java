package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.TrafficSettings;

/**
 * What a node of the shop is told when it is started.
 *
 * @param node its name
 * @param oldUrl JDBC URL of the old database, with user
 * @param newUrl the same of the new one
 * @param traffic of its clients
 */
record NodeOrder(String node, String oldUrl, String newUrl, TrafficSettings traffic) {}
