package dev.tailrace.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Pure: what one author allows and denies. What is denied stays denied; where anything is allowed, nothing else is.
 *
 * @param author who says so, for messages: {@code egress} for the server's settings
 * @param allow empty: everything that is not denied
 */
public record EgressRules(String author, List<EgressRule> allow, List<EgressRule> deny) {
    public static final EgressRules NONE = new EgressRules("egress", List.of(), List.of());

    public EgressRules {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /**
     * Reads rules with commas between; an empty text is none.
     *
     * @throws IllegalArgumentException with a message for whoever wrote them
     */
    public static List<EgressRule> parse(String rules) {
        return rules.isBlank()
                ? List.of()
                : Arrays.stream(rules.split(",", -1))
                        .map(String::strip)
                        .map(EgressRule::parse)
                        .toList();
    }

    /** Why nothing of this host may be reached, as far as its name tells, so that it need not be looked up. */
    Optional<String> refuse(String host, int port) {
        return refuse(r -> r.holds(host, port), r -> r.ofAddresses() || r.holds(host, port), port);
    }

    Optional<String> refuse(String host, int port, InetAddress address) {
        return refuse(r -> r.holds(host, port, address), r -> r.holds(host, port, address), port);
    }

    private Optional<String> refuse(Predicate<EgressRule> denied, Predicate<EgressRule> allowed, int port) {
        var denial = deny.stream().filter(denied).findFirst();
        if (denial.isPresent()) {
            return Optional.of(author + ".deny holds " + denial.get());
        }
        boolean open = allow.isEmpty()
                || allow.stream()
                        .map(r -> port == EgressPolicy.ANY_PORT ? r.onAnyPort() : r)
                        .anyMatch(allowed);
        return open ? Optional.empty() : Optional.of(author + ".allow does not hold it");
    }
}
