package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.Tenants;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants and their keys, and the event types they registered. */
final class TenantsTest {
    @TempDir
    Path folder;

    @Test
    void tenants_and_keys_stay() {
        try (var fixture = new Fixture(folder)) {
            Tenants tenants = fixture.backend().tenants();
            tenants.ensure(TENANT);
            tenants.ensure(TENANT);
            tenants.addSigningKey(TENANT, new Secret("{\"old\":1}"));
            tenants.addSigningKey(TENANT, new Secret("{\"new\":1}"));
            fixture.restart();
            tenants = fixture.backend().tenants();
            assertThat(tenants.list()).containsExactly(TENANT);
            assertThat(tenants.signingKeys(TENANT))
                    .containsExactly(new Secret("{\"new\":1}"), new Secret("{\"old\":1}"));
            assertThat(tenants.signingKeys(OTHER_TENANT)).isEmpty();
        }
    }

    @Test
    void registered_event_types_stay_and_can_be_replaced() {
        try (var fixture = new Fixture(folder)) {
            var paid = new Entry(EventType.of("order.paid"), "An order", Kind.OWN, Optional.of("{}"), "{\"id\":1}");
            var made = new Entry(EventType.of("order.made"), "", Kind.OWN, Optional.empty(), "{}");
            fixture.backend().eventTypes().save(TENANT, made);
            fixture.backend().eventTypes().save(TENANT, new Entry(paid.type(), "x", Kind.OWN, Optional.empty(), "{}"));
            fixture.backend().eventTypes().save(TENANT, paid);
            fixture.restart();
            assertThat(fixture.backend().eventTypes().list(TENANT)).containsExactly(made, paid);
            assertThat(fixture.backend().eventTypes().list(OTHER_TENANT)).isEmpty();
        }
    }
}
