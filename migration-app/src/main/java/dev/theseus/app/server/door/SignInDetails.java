package dev.theseus.app.server.door;

import java.io.Serializable;

/**
 * How somebody tries to sign in.
 *
 * @param from address of the client
 * @param method form or basic
 */
record SignInDetails(String from, String method) implements Serializable {}
