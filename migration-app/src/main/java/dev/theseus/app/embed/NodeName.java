package dev.theseus.app.embed;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A name for a node that was given none. */
public final class NodeName {

    private NodeName() {}

    /** The host's name and the process's number: unique as long as host names are. */
    public static String ofProcess() {
        return host() + "-" + ProcessHandle.current().pid();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "node";
        }
    }
}
