package dev.tailrace.engine.dispatch;

import java.util.Locale;

/** Whether a lane spares its destination. */
public enum CircuitState {
    /** All attempts that the policy allows. */
    CLOSED,
    /** One probe at a time, with pauses. */
    OPEN,
    /** It answered: more and more attempts. */
    RECOVERING;

    /** As the API says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
