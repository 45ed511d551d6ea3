package dev.theseus.app.server.door;

/**
 * One request of the API, and who may send it.
 *
 * @param method of HTTP
 * @param path with its variables in braces
 */
public record Endpoint(String method, String path, Access access) {}
