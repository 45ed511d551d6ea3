package dev.theseus.jdbc.shop;

/**
 * What a database lacks of what clients were promised, or has although they were told that it failed.
 *
 * @param checked committed transactions that were looked for
 * @param lost of these, those that are not there, together with counted hits that are missing
 * @param uninvited transactions that are there although they were rolled back
 */
public record Losses(long checked, long lost, long uninvited) {}
