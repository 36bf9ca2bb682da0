package dev.tailrace.engine.audit;

import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.tenant.TenantId;
import java.time.Instant;

/**
 * One thing that was done or went wrong (management-api §8.10).
 *
 * @param type the contract's short code, for example {@code sapi}
 * @param description one line in words; never a secret, never a body
 * @param userId whom it is about; empty where it is about nobody
 * @param details a JSON object with what else helps
 */
public record AuditEntry(
        TenantId tenant, String type, Instant at, String description, Origin origin, String userId, String details) {
    /** A change over the Management API. */
    public static final String API = "sapi";
    /** A change by another system over SCIM. */
    public static final String SCIM = "sscim";
    /** An execution of an action failed. */
    public static final String EXECUTION_FAILED = "actions_execution_failed";
    /** A stream was disabled because of its failures. */
    public static final String STREAM_DISABLED = "event_stream_disabled";
    /** A token for an application was refused. */
    public static final String TOKEN_REFUSED = "feccft";
    /** A token of the Management API did not hold, or held too little. */
    public static final String API_REFUSED = "fapi";
    /** Somebody signed in to the dashboard. */
    public static final String DASHBOARD = "dashboard_login";
    /** A sign-in to the dashboard was refused. */
    public static final String DASHBOARD_REFUSED = "dashboard_login_refused";
    /** A user signed in. */
    public static final String LOGIN = "s";
    /** A sign-in was refused: the password is wrong. */
    public static final String LOGIN_REFUSED = "fp";
    /** A sign-in was refused: nobody has this name. */
    public static final String LOGIN_UNKNOWN = "fu";
    /** A sign-in was refused: the user is blocked. */
    public static final String LOGIN_BLOCKED = "f";
    /** A user's password was changed over the Management API. */
    public static final String PASSWORD_CHANGED = "scp";
}
