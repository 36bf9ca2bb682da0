package dev.tailrace.outbound.proxy;

import java.util.concurrent.atomic.LongAdder;

/** A connection that an action asked for; its counts go on while it is open. Threads may share it. */
public final class OutgoingConnection {
    private final String host;
    private final int port;
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private volatile String address = "";
    private volatile String verdict = "asked";

    OutgoingConnection(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** As the action wrote it. */
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** To which it is or was connected; empty when it never was. */
    public String address() {
        return address;
    }

    public long bytesSent() {
        return sent.sum();
    }

    public long bytesReceived() {
        return received.sum();
    }

    /** {@code asked}, {@code allowed}, {@code denied: …}, or the code of what failed, such as {@code ECONNREFUSED}. */
    public String verdict() {
        return verdict;
    }

    void connected(String to) {
        address = to;
        verdict = "allowed";
    }

    void ended(Refusal why) {
        verdict = why.words();
    }

    LongAdder sent() {
        return sent;
    }

    LongAdder received() {
        return received;
    }
}
