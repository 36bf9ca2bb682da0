package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.problem.Problem.Conflict;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.Tenant;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.testkit.Examples;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TenantRemovalTest {
    private static final Set<String> MADE_OTHERWISE = Set.of("tenants", "log_tenants", "streams", "deleted_streams");

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        fixture.backend().tenants().create(fresh(TENANT));
        fixture.backend().tenants().create(fresh(OTHER_TENANT));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Tenant.Fresh fresh(TenantId tenant) {
        var profile = new Application.Profile("First", "", true, "{}");
        var first = new Application(tenant, "client-of-" + tenant, "00", profile, NOW);
        return new Tenant.Fresh(
                tenant, NOW, first, Grant.ofEverything(first, "cgr_" + tenant), new Secret("{\"key\":1}"));
    }

    private boolean remove() {
        return fixture.backend().tenants().remove(TENANT, fixture.clock.instant());
    }

    private List<TenantId> run() throws InterruptedException {
        return fixture.backend().tenantRemoval().runOnce(fixture.clock.instant());
    }

    private static Event[] events(int count) {
        return Fixture.events(count);
    }

    private List<Event> stored(TenantId tenant) {
        return fixture.backend().log().read(tenant, Offset.START, 10_000).stream()
                .map(LogEntry::event)
                .toList();
    }

    /** A column: whether a row must fill it, and with a number or a text. */
    private record Column(String name, String type, boolean needed) {}

    private static List<String> tablesOfTenants(Session session) throws SQLException {
        return session.list("""
            select m.name from sqlite_master m join pragma_table_info(m.name) c
            where m.type = 'table' and c.name = 'tenant' and lower(c.type) = 'text' order by m.name
            """, row -> row.text("name"));
    }

    /** One more row of this tenant in every table that has a column for it, whatever the table is for. */
    private static int fill(Session session, TenantId tenant) throws SQLException {
        List<String> tables = tablesOfTenants(session);
        for (String table : tables) {
            if (MADE_OTHERWISE.contains(table)) {
                continue;
            }
            List<Column> columns = session.list(
                    "select name, type, \"notnull\" and dflt_value is null and pk = 0 or pk > 1 as needed"
                            + " from pragma_table_info(?)",
                    row -> new Column(row.text("name"), row.text("type"), row.flag("needed")),
                    table);
            var needed = columns.stream()
                    .filter(column -> column.needed() && !column.name().equals("tenant"))
                    .toList();
            String names = needed.stream().map(column -> ", " + column.name()).collect(Collectors.joining());
            String values = needed.stream()
                    .map(column -> column.type().equalsIgnoreCase("text") ? ", '{}'" : ", 1")
                    .collect(Collectors.joining());
            session.update("insert into " + table + " (tenant" + names + ") values (?" + values + ")", tenant);
        }
        return tables.size();
    }

    private long rows(TenantId tenant) {
        return fixture.backend().database().read(session -> {
            long all = 0;
            for (String table : tablesOfTenants(session)) {
                all += session.number("select count(*) from " + table + " where tenant = ?", tenant);
            }
            return all;
        });
    }

    @Test
    void nothing_of_it_stays_in_any_table_and_everything_of_another() throws Exception {
        var database = fixture.backend().database();
        int tables = database.write(session -> fill(session, TENANT));
        database.write(session -> fill(session, OTHER_TENANT));
        for (TenantId tenant : List.of(TENANT, OTHER_TENANT)) {
            fixture.backend()
                    .streams()
                    .create(Examples.stream().withId(new StreamId(tenant, "est_0123456789abcdefghijAB")).stream());
        }
        fixture.append(events(3));
        fixture.backend().log().append(OTHER_TENANT, List.of(events(3)));
        long others = rows(OTHER_TENANT);
        assertThat(rows(TENANT)).isEqualTo(others).isGreaterThan(tables);
        assertThat(remove()).isTrue();
        assertThat(run()).isEmpty();
        fixture.clock.advance(TenantRemoval.QUIET);
        assertThat(run()).containsExactly(TENANT);
        assertThat(rows(TENANT)).isZero();
        assertThat(rows(OTHER_TENANT)).isEqualTo(others);
        assertThat(stored(TENANT)).isEmpty();
        assertThat(stored(OTHER_TENANT)).hasSize(3);
    }

    @Test
    void its_streams_end_with_their_deliveries() throws Exception {
        var told = new ArrayList<StreamId>();
        EventStream stream = Examples.stream().stream();
        fixture.backend().streams().create(stream);
        fixture.append(events(1));
        try (var _ = fixture.backend().streams().onChange(told::add)) {
            remove();
            run();
        }
        assertThat(told).containsExactly(stream.id());
        assertThat(fixture.backend().streams().find(stream.id())).isEmpty();
        assertThat(fixture.backend().deliveries().position(stream.id())).isEmpty();
    }

    @Test
    void a_removed_tenant_is_not_reached_and_its_name_is_free_when_all_is_gone() throws Exception {
        var tenants = fixture.backend().tenants();
        assertThat(remove()).isTrue();
        assertThat(remove()).as("a second time").isFalse();
        assertThat(tenants.list()).containsExactly(OTHER_TENANT);
        assertThat(tenants.find(TENANT).orElseThrow().removing()).isTrue();
        run();
        assertThatThrownBy(() -> tenants.create(fresh(TENANT)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("still being removed");
        fixture.clock.advance(TenantRemoval.QUIET);
        run();
        tenants.create(fresh(TENANT));
        assertThat(tenants.list()).contains(TENANT);
        assertThat(tenants.signingKeys(TENANT)).hasSize(1);
    }

    @Test
    void a_log_made_anew_begins_empty_and_its_offsets_grow() throws Exception {
        Offset before = fixture.append(events(3));
        remove();
        fixture.clock.advance(TenantRemoval.QUIET);
        run();
        fixture.backend().tenants().create(fresh(TENANT));
        assertThat(stored(TENANT)).isEmpty();
        assertThat(fixture.append(events(1)).value()).isGreaterThan(before.value());
        fixture.restart();
        assertThat(stored(TENANT)).hasSize(1);
    }

    @Test
    void an_event_that_another_tenant_publishes_again_is_known_also_after_a_restart() throws Exception {
        Event[] same = events(5);
        fixture.backend().log().append(OTHER_TENANT, List.of(same));
        fixture.append(events(5));
        remove();
        run();
        fixture.backend().log().append(OTHER_TENANT, List.of(same));
        assertThat(stored(OTHER_TENANT)).hasSize(5);
        fixture.restart();
        fixture.backend().log().append(OTHER_TENANT, List.of(same));
        assertThat(stored(OTHER_TENANT)).hasSize(5);
    }

    @Test
    void a_removal_that_was_broken_off_goes_on_after_a_restart() throws Exception {
        fixture.append(events(300));
        remove();
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::run).isInstanceOf(InterruptedException.class);
        fixture.restart();
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(run()).containsExactly(TENANT);
        assertThat(stored(TENANT)).isEmpty();
    }
}
