package dev.tailrace.outbound;

import java.net.UnknownHostException;

/** The policy allows none of the addresses of a host. */
public final class EgressRefused extends UnknownHostException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    EgressRefused(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
