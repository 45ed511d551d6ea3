package dev.theseus.app.server.api;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.cli.Operations;
import dev.theseus.app.cli.Operations.Order;

/**
 * A command as it was sent.
 *
 * @param name as in the path
 * @param reason why
 * @param length how long it may take
 * @param eyes how many it needs
 * @param act what it does, by the operations of the command line
 */
record Command(String name, String reason, Length length, Eyes eyes, Act act) {

    /** Carries a command out. */
    @FunctionalInterface
    interface Act {
        ExitCode on(Operations operations, Order order, Console console) throws InterruptedException;
    }

    /** How long a command may take. */
    enum Length {
        /** It is done when it is answered. */
        AT_ONCE,
        /** It is begun when it is answered; the run carries it out. */
        BY_THE_RUN,
        /** It may take minutes, and goes on by itself in the server. */
        LONG
    }

    /** How many people a command needs. */
    enum Eyes {
        TWO,
        /** Another person has to agree. */
        FOUR,
        /** Another person has to agree if new has authority, or may be getting it. */
        FOUR_AFTER_CUTOVER
    }
}
