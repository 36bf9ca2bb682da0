package dev.tailrace.engine.tenant;

import java.time.Instant;
import java.util.List;

/**
 * What an application may ask tokens for.
 *
 * @param id {@code cgr_} and 16 of {@code [A-Za-z0-9]}
 */
public record Grant(
        TenantId tenant, String id, String clientId, Audience audience, Allowed allowed, Instant createdAt) {
    /**
     * For which API.
     *
     * @param key {@link #MANAGEMENT}, or the identifier of a resource server
     * @param named as it was written when the grant was made: the Management API goes by several URLs
     */
    public record Audience(String key, String named) {
        /** Key of the Management API, whatever host it is called at. */
        public static final String MANAGEMENT = "";
    }

    /**
     * @param all every scope there is, also those that newer versions bring
     * @param scopes those named one by one, in the order given
     * @param subject {@code client}, or {@code user}: a grant for tokens of users gives applications nothing
     * @param settings everything else that was set, as a JSON object that its resource class alone understands
     */
    public record Allowed(boolean all, List<String> scopes, String subject, String settings) {
        public Allowed {
            scopes = List.copyOf(scopes);
        }
    }

    /** Every scope of the Management API. */
    public static Grant ofEverything(Application application, String id) {
        return new Grant(
                application.tenant(),
                id,
                application.clientId(),
                new Audience(Audience.MANAGEMENT, ""),
                new Allowed(true, List.of(), "client", "{}"),
                application.createdAt());
    }

    public Grant withAllowed(Allowed other) {
        return new Grant(tenant, id, clientId, audience, other, createdAt);
    }
}
