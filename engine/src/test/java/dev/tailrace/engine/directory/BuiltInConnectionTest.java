package dev.tailrace.engine.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.tenant.TenantId;
import org.junit.jupiter.api.Test;

final class BuiltInConnectionTest {
    @Test
    void its_id_never_changes_and_is_another_for_each_tenant() {
        var connections = new BuiltInConnection();
        var acme = connections.standard(new TenantId("acme"));

        assertThat(acme.id()).isEqualTo("con_a1ecd2a1d6be0b72");
        assertThat(acme.name()).isEqualTo("Username-Password-Authentication");
        assertThat(acme.strategy()).isEqualTo("auth0");
        assertThat(connections.find(new TenantId("acme"), acme.name())).contains(acme);
        assertThat(connections.find(new TenantId("acme"), "ldap")).isEmpty();
        assertThat(connections.standard(new TenantId("other")).id()).isNotEqualTo(acme.id());
    }
}
