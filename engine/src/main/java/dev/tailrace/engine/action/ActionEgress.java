package dev.tailrace.engine.action;

import java.util.List;

/**
 * Where an action may connect to, as its owner narrows what the server lets it: texts of rules.
 *
 * @param allow empty: everything that is not denied
 */
public record ActionEgress(List<String> allow, List<String> deny) {
    public static final ActionEgress NONE = new ActionEgress(List.of(), List.of());

    public ActionEgress {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }
}
