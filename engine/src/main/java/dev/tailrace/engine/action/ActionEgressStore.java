package dev.tailrace.engine.action;

import dev.tailrace.engine.destination.Destination.ActionId;

/** Where actions may connect to, durable; goes with its action. Threads may share it. */
public interface ActionEgressStore {
    /** {@link ActionEgress#NONE} where nothing was put. */
    ActionEgress find(ActionId action);

    /** @return false, nothing written, when there is no such action */
    boolean put(ActionId action, ActionEgress egress);
}
