package dev.tailrace.runtime;

import dev.tailrace.engine.action.ActionEgress;
import dev.tailrace.engine.action.ActionEgressStore;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.EgressRule;
import dev.tailrace.outbound.EgressRules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The egress policy of each action: the server's, narrowed by its owner. Threads may share it. */
public final class ActionPolicies {
    private static final int REMEMBERED_MAX = 10_000;

    private final EgressPolicy server;
    private final ActionEgressStore store;
    private final Map<ActionId, EgressPolicy> known = new ConcurrentHashMap<>();

    public ActionPolicies(EgressPolicy server, ActionEgressStore store) {
        this.server = server;
        this.store = store;
    }

    /** As it is stored now; connections that are open stay. */
    public EgressPolicy of(ActionId action) {
        if (known.size() >= REMEMBERED_MAX) {
            known.clear();
        }
        return known.computeIfAbsent(action, id -> narrowed(store.find(id)));
    }

    /** To be called once a change is stored, or the action deleted. */
    public void changed(ActionId action) {
        known.remove(action);
    }

    private EgressPolicy narrowed(ActionEgress egress) {
        return egress.equals(ActionEgress.NONE)
                ? server
                : server.under(new EgressRules("the action's egress", read(egress.allow()), read(egress.deny())));
    }

    private static List<EgressRule> read(List<String> rules) {
        return rules.stream().map(EgressRule::parse).toList();
    }
}
