package dev.tailrace.engine.action;

/**
 * A connection that a run asked for, as it stood when the run ended.
 *
 * @param host as the action wrote it
 * @param address to which it was connected; empty when it never was
 * @param bytesSent by the action
 * @param bytesReceived by the action
 * @param verdict {@code allowed}, {@code denied: …} with the rule, or the code of what failed, such as
 *     {@code ECONNREFUSED}
 */
public record OutgoingCall(String host, int port, String address, long bytesSent, long bytesReceived, String verdict) {}
