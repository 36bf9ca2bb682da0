package dev.tailrace.outbound.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/**
 * Why a connection is not made, or not kept.
 *
 * @param code what the action finds as the error's {@code code}: {@link #DENIED}, or what Node says by itself
 * @param rule in words; empty where the code says it all
 * @param address which was tried last; empty where none was
 */
record Refusal(String code, String rule, String address) {
    static final String DENIED = "ERR_EGRESS_DENIED";
    private static final int RULE_CHARS_MAX = 500;

    Refusal {
        rule = rule.length() <= RULE_CHARS_MAX ? rule : rule.substring(0, RULE_CHARS_MAX) + "…";
    }

    static Refusal denied(String rule) {
        return new Refusal(DENIED, rule, "");
    }

    static Refusal of(String code) {
        return new Refusal(code, "", "");
    }

    /** Why this address could not be connected to. */
    static Refusal of(IOException failure, String address) {
        String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        String code = switch (failure) {
            case SocketTimeoutException _ -> "ETIMEDOUT";
            case NoRouteToHostException _ -> "EHOSTUNREACH";
            case ConnectException _ when said.contains("refused") -> "ECONNREFUSED";
            case ConnectException _ when said.contains("timed out") -> "ETIMEDOUT";
            default -> said.contains("unreachable") ? "ENETUNREACH" : "ECONNRESET";
        };
        return new Refusal(code, "", address);
    }

    /** For records. */
    String words() {
        return code.equals(DENIED) ? "denied: " + rule : rule.isEmpty() ? code : code + ": " + rule;
    }
}
