package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.Tenants;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants, their applications and keys, and the event types they registered. */
final class TenantsTest {
    @TempDir
    Path folder;

    @Test
    void tenants_applications_and_keys_stay() {
        try (var fixture = new Fixture(folder)) {
            Tenants tenants = fixture.backend().tenants();
            tenants.ensure(TENANT);
            tenants.ensure(TENANT);
            var first = new Application(TENANT, "id1", "first", "00ff", List.of("read:users", "a:b"), NOW);
            var second = new Application(TENANT, "id2", "second", "00", List.of(), NOW.plusSeconds(1));
            var renamed = new Application(TENANT, "id1", "renamed", "00ff", List.of("c:d"), NOW);
            tenants.save(first);
            tenants.save(second);
            tenants.save(renamed);
            tenants.addSigningKey(TENANT, new Secret("{\"old\":1}"));
            tenants.addSigningKey(TENANT, new Secret("{\"new\":1}"));
            fixture.restart();
            tenants = fixture.backend().tenants();
            assertThat(tenants.list()).containsExactly(TENANT);
            assertThat(tenants.applications(TENANT)).containsExactly(renamed, second);
            assertThat(tenants.application(TENANT, "id2")).contains(second);
            assertThat(tenants.application(OTHER_TENANT, "id2")).isEmpty();
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
