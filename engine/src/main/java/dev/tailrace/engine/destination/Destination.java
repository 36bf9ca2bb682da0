package dev.tailrace.engine.destination;

import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import java.net.URI;

/** Where a stream's events go. Its kind is fixed when the stream is made. */
public sealed interface Destination {
    /**
     * An HTTP endpoint that takes one event per POST.
     *
     * @param contentType what the body is said to be
     */
    record Webhook(URI endpoint, Authorization authorization, String contentType) implements Destination {
        private static final String JSON = "application/json";

        public Webhook(URI endpoint, Authorization authorization) {
            this(endpoint, authorization, JSON);
        }

        public Webhook saying(String otherType) {
            return new Webhook(endpoint, authorization, otherType);
        }
    }

    /** An event bus of an AWS account; its tenant is told in the source of each event. */
    record EventBridge(TenantId tenant, String accountId, String region, String partnerEventSource)
            implements Destination {}

    /** A deployed action. */
    record Action(ActionId id) implements Destination {}

    /** UUID v4 of an action, with its tenant. */
    record ActionId(TenantId tenant, String value) {
        @Override
        public String toString() {
            return value;
        }
    }

    /** How a webhook call proves who it is. */
    sealed interface Authorization {
        record Basic(String username, Secret password) implements Authorization {}

        record Bearer(Secret token) implements Authorization {}

        record CustomHeader(String key, Secret value) implements Authorization {}
    }
}
