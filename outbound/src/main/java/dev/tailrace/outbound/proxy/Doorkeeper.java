package dev.tailrace.outbound.proxy;

import java.util.Optional;

/** The worker process whose door it is. Called on the door's threads, many at a time. */
public interface Doorkeeper {
    /** Whose code is in the process; empty while there is none. */
    Optional<Traveller> traveller();

    /** A connection was asked for. @param run the invocation the worker names, 0 when it names none; it may lie */
    void asked(int run, OutgoingConnection connection);

    /** An open connection is no more: the worker is to be told why before it sees its end. @param id the worker's name for it */
    void cut(int id, String code, String rule);
}
