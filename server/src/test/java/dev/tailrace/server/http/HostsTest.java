package dev.tailrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.ManualClock;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostsTest {
    private static final TenantId TENANT = new TenantId("default");
    private static final TenantId OTHER = new TenantId("other");
    private Tenants tenants;
    private SqliteBackend store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = SqliteBackend.open(folder, Optional.empty(), clock);
        tenants = store.tenants();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private final ManualClock clock = new ManualClock();

    private Hosts hosts(TenantId... all) {
        for (TenantId one : all) {
            tenants.ensure(one);
        }
        return new Hosts(tenants, TENANT, "Tail.Test", clock);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tail.test", "TAIL.TEST:8443", "tail.test.", "127.0.0.1:1", "[::1]:8443", "::1", "anything", ""})
    void every_host_is_the_only_tenants(String host) {
        assertThat(hosts(TENANT).tenant(host)).contains(TENANT);
    }

    @ParameterizedTest
    @CsvSource({
        "tail.test,default",
        "other.tail.test:8443,other",
        "OTHER.tail.test.,other",
        "default.tail.test,default",
        "localhost:8443,default",
        "127.0.0.1:8080,default",
        "[::1]:8443,default",
        "::1,default"
    })
    void with_more_tenants_each_has_its_host(String host, String tenant) {
        assertThat(hosts(TENANT, OTHER).tenant(host)).contains(new TenantId(tenant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "elsewhere",
                "xtail.test",
                "third.tail.test",
                "a.other.tail.test",
                "other.tail.test.evil",
                "other.127.0.0.1",
                "127.0.0.1.evil",
                "other.localhost",
                ".tail.test",
                ""
            })
    void with_more_tenants_a_strange_host_is_nobodys(String host) {
        assertThat(hosts(TENANT, OTHER).tenant(host)).isEmpty();
    }

    @Test
    void a_new_tenant_is_met_after_a_moment() {
        var hosts = hosts(TENANT);
        tenants.ensure(OTHER);
        clock.advance(Hosts.FRESH);
        assertThat(hosts.tenant("other.tail.test")).contains(OTHER);
    }

    @ParameterizedTest
    @CsvSource({"a:1,a", "[::1]:80,[::1]", "[::1],[::1]", "::1,::1", "a.,a", "a.:1,a"})
    void a_port_is_cut_off_and_an_address_is_not(String authority, String host) {
        assertThat(Hosts.withoutPort(authority)).isEqualTo(host);
    }
}
