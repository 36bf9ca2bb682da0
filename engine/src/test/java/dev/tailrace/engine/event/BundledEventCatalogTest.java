package dev.tailrace.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.TenantId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BundledEventCatalogTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private final FakeEventTypes store = new FakeEventTypes();
    private final BundledEventCatalog catalog = new BundledEventCatalog(store);

    @Test
    void lists_the_catalogue_then_extensions_then_own_types() {
        catalog.register(TENANT, own("a.b"));
        assertThat(catalog.list(TENANT)).extracting(Entry::kind).isSorted();
        assertThat(catalog.list(TENANT).stream().filter(e -> e.kind() == Kind.CATALOGUE))
                .hasSize(25);
        assertThat(catalog.list(TENANT).stream().filter(e -> e.kind() == Kind.EXTENSION))
                .extracting(e -> e.type().value())
                .containsExactly("user.login.failed", "user.login.succeeded", "user.password.changed");
        assertThat(catalog.list(TENANT)).endsWith(own("a.b"));
        assertThat(catalog.list(OTHER)).hasSize(28);
    }

    @Test
    void an_own_type_is_known_to_its_tenant_alone_and_at_once() {
        assertThat(catalog.knows(TENANT, EventType.of("a.b"))).isFalse();
        catalog.register(TENANT, own("a.b"));
        assertThat(catalog.knows(TENANT, EventType.of("a.b"))).isTrue();
        assertThat(catalog.bundled(EventType.of("a.b"))).isFalse();
        assertThat(catalog.find(TENANT, EventType.of("a.b"))).contains(own("a.b"));
        assertThat(catalog.knows(OTHER, EventType.of("a.b"))).isFalse();
    }

    @Test
    void asks_the_store_once_until_it_is_told_that_types_changed() {
        for (int i = 0; i < 3; i++) {
            assertThat(catalog.knows(TENANT, EventType.of("a.b"))).isFalse();
        }
        store.save(TENANT, own("a.b"));
        assertThat(catalog.knows(TENANT, EventType.of("a.b"))).isFalse();
        assertThat(store.reads).isEqualTo(1);
        catalog.invalidate(TENANT);
        assertThat(catalog.knows(TENANT, EventType.of("a.b"))).isTrue();
    }

    @Test
    void a_bundled_type_cannot_be_registered_over() {
        assertThatThrownBy(() -> catalog.register(TENANT, own("user.created")))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("user.created");
        assertThatThrownBy(() -> catalog.register(TENANT, own("user.login.failed")))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(store.list(TENANT)).isEmpty();
    }

    @Test
    void bounds_the_types_of_a_tenant_but_still_replaces() {
        for (int i = 0; i < BundledEventCatalog.OWN_MAX; i++) {
            store.save(TENANT, own("t" + i));
        }
        catalog.register(TENANT, own("t7"));
        assertThatThrownBy(() -> catalog.register(TENANT, own("one.more"))).isInstanceOf(Problem.Conflict.class);
        catalog.register(OTHER, own("one.more"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "user.created", "com.example.order-paid_v2", "a.1b"})
    void takes_names(String name) {
        assertThat(EventType.isOne(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A.b", "a..b", ".a", "a.", "a b", "a/b", "1a", "a.-b", "ä", "a\n"})
    void refuses_names(String name) {
        assertThat(EventType.isOne(name)).isFalse();
        assertThatThrownBy(() -> catalog.register(TENANT, own(name))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bounds_the_length_of_a_name() {
        assertThat(EventType.isOne("a".repeat(255))).isTrue();
        assertThat(EventType.isOne("a".repeat(256))).isFalse();
    }

    private static Entry own(String type) {
        return new Entry(EventType.of(type), "ours", Kind.OWN, Optional.empty(), "{}");
    }
}
