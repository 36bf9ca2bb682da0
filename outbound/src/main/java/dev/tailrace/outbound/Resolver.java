package dev.tailrace.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host, in the order in which to try them. */
@FunctionalInterface
public interface Resolver {
    /** The operating system's, with the JVM's cache. Blocks, and an interrupt does not end it. */
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> resolve(String host) throws UnknownHostException;
}
