package dev.tailrace.engine.directory;

import java.util.Optional;

/**
 * A group somebody wants to make.
 *
 * @param owner id of the connection or organization it belongs to; empty for one of the tenant
 */
public record NewGroup(Type type, Optional<String> owner, String name, Optional<String> externalId) {
    /** Whose group it is. */
    public enum Type {
        CONNECTION("connection", "connection_id"),
        ORGANIZATION("organization", "organization_id"),
        TENANT("tenant", "");

        private final String text;
        private final String ownerField;

        Type(String text, String ownerField) {
            this.text = text;
            this.ownerField = ownerField;
        }

        /** As the contract writes it. */
        public String text() {
            return text;
        }

        String ownerField() {
            return ownerField;
        }
    }
}
