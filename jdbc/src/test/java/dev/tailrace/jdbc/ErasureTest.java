package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.NOW;
import static dev.tailrace.testkit.Examples.OTHER_TENANT;
import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.action.Execution.ExecutionError;
import dev.tailrace.engine.action.Execution.Trace;
import dev.tailrace.engine.action.KeptExecution;
import dev.tailrace.engine.delivery.Attempt;
import dev.tailrace.engine.delivery.Delivery;
import dev.tailrace.engine.delivery.DeliveryStore.Parked;
import dev.tailrace.engine.delivery.Erasure;
import dev.tailrace.engine.delivery.Settled;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.destination.Outcome;
import dev.tailrace.engine.event.ErasedEvent;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.Subject;
import dev.tailrace.engine.log.LogEntry;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.testkit.Examples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErasureTest {
    /** Stands in whatever is said about the one who is to be forgotten. */
    private static final String TRACE = "mira-7f3a9c";

    private static final String USER = "auth0|" + TRACE;
    private static final Subject SUBJECT = new Subject("user:" + USER);
    /** More than a page of the database, so that it lies on pages of its own. */
    private static final String LONG = (TRACE + "-").repeat(1_500);

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nothing_that_was_said_is_left_in_any_table_nor_in_the_file() throws Exception {
        EventStream stream = create();
        fixture.append(Fixture.events(5));
        Event one = aboutMira();
        Event two = aboutMira();
        fixture.append(one, Examples.userCreated().event(), two);
        List<LogEntry> log = log();
        parkFailed(stream, log.get(5));
        park(stream, Examples.pending(stream.id(), log.get(7), NOW));
        keepExecution(stream, one, "exe_1");
        fixture.restart(); // what was to be written later is written
        assertThat(tables().contains(TRACE)).isTrue();

        Erasure done = erase();
        assertThat(done).isEqualTo(new Erasure(done.id(), NOW, Optional.of(NOW), 2, 2, 1));
        keepExecution(stream, two, "exe_2"); // of a run that was under way
        assertThat(log().toString()).doesNotContain(TRACE);
        fixture.close();
        assertThat(tables().contains(TRACE)).isFalse();
        assertThat(new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1).contains(TRACE))
                .isFalse();
        fixture = new Fixture(folder);
        assertThat(log().toString()).doesNotContain(TRACE);
    }

    @Test
    void what_is_left_keeps_its_offset_and_time_and_is_of_a_type_nobody_subscribes_to() throws Exception {
        fixture.append(Fixture.events(1));
        Event event = aboutMira();
        fixture.append(event);
        fixture.append(Fixture.events(1));
        List<LogEntry> before = log();
        erase();
        for (int i = 0; i < 2; i++) {
            List<LogEntry> after = log();
            assertThat(after).hasSize(3);
            assertThat(after.get(0)).isEqualTo(before.get(0));
            assertThat(after.get(2)).isEqualTo(before.get(2));
            LogEntry left = after.get(1);
            assertThat(left.offset()).isEqualTo(before.get(1).offset());
            assertThat(left.appended()).isEqualTo(before.get(1).appended());
            assertThat(left.event()).isEqualTo(ErasedEvent.of(TENANT, event));
            assertThat(Json.parse(left.event().json()).at("/data/type").stringValue())
                    .isEqualTo("user.updated");
            fixture.restart();
        }
        Offset end = fixture.backend().log().end(TENANT);
        assertThat(fixture.append(event)).isEqualTo(before.get(1).offset());
        assertThat(fixture.backend().log().end(TENANT)).isEqualTo(end);
    }

    @Test
    void counts_follow_and_others_deliveries_stay() throws Exception {
        EventStream stream = create();
        fixture.append(aboutMira(), aboutMira(), Examples.userCreated().event());
        List<LogEntry> log = log();
        parkFailed(stream, log.get(0));
        park(stream, Examples.pending(stream.id(), log.get(1), NOW));
        park(stream, Examples.pending(stream.id(), log.get(2), NOW));
        erase();
        var standing = fixture.backend().deliveries().standing(stream.id());
        assertThat(standing.failed()).isZero();
        assertThat(standing.pending()).isEqualTo(1);
        assertThat(fixture.backend().deliveries().pendingSubjects(stream.id()))
                .containsOnlyKeys(log.get(2).event().subject().orElseThrow());
    }

    @Test
    void a_lane_that_had_read_it_is_made_to_read_again_and_cannot_park_it() throws Exception {
        EventStream stream = create();
        Position before = position(stream);
        fixture.append(aboutMira());
        LogEntry read = log().getFirst();
        erase();
        var parked = new Parked(Examples.pending(stream.id(), read, NOW), Optional.empty());
        Position to = before.at(read.offset());
        assertThat(fixture.backend().deliveries().commit(stream.id(), before, to, Settled.of(List.of(parked), NOW)))
                .isFalse();
        Position now = position(stream);
        assertThat(now.offset()).isEqualTo(before.offset());
        assertThat(fixture.backend()
                        .deliveries()
                        .commit(stream.id(), now, now.at(read.offset()), Settled.of(List.of(parked), NOW)))
                .isTrue();
        assertThat(fixture.backend().deliveries().standing(stream.id()).pending())
                .isZero();
    }

    @Test
    void the_same_subject_of_another_tenant_is_somebody_else() throws Exception {
        fixture.backend().log().append(OTHER_TENANT, List.of(aboutMira()));
        fixture.append(aboutMira());
        assertThat(erase().events()).isEqualTo(1);
        assertThat(fixture.backend()
                        .log()
                        .read(OTHER_TENANT, Offset.START, 10)
                        .getFirst()
                        .event()
                        .json())
                .contains(TRACE);
        assertThat(fixture.backend().erasures().find(OTHER_TENANT, "ers_1")).isEmpty();
    }

    @Test
    void a_request_is_carried_out_after_a_restart_and_forgets_whom_it_was_about() throws Exception {
        fixture.append(Stream.generate(ErasureTest::aboutMira).limit(1_300).toArray(Event[]::new));
        fixture.backend().erasures().ask(TENANT, "ers_1", SUBJECT, NOW);
        assertThat(fixture.backend()
                        .erasures()
                        .ask(TENANT, "ers_2", SUBJECT, NOW)
                        .id())
                .isEqualTo("ers_1");
        fixture.restart();
        fixture.backend().erasing().runOnce(NOW.plusSeconds(1));
        Erasure done = fixture.backend().erasures().find(TENANT, "ers_1").orElseThrow();
        assertThat(done.doneAt()).contains(NOW.plusSeconds(1));
        assertThat(done.events()).isEqualTo(1_300);
        assertThat(fixture.backend()
                        .erasures()
                        .ask(TENANT, "ers_3", SUBJECT, NOW)
                        .id())
                .isEqualTo("ers_3");
    }

    private Erasure erase() throws InterruptedException {
        fixture.backend().erasures().ask(TENANT, "ers_1", SUBJECT, NOW);
        fixture.backend().erasing().runOnce(NOW);
        return fixture.backend().erasures().find(TENANT, "ers_1").orElseThrow();
    }

    private static Event aboutMira() {
        Event event = Examples.userUpdated().withUser(USER).event();
        String json = event.json().substring(0, event.json().length() - 1) + ",\"note\":\"" + LONG + "\"}";
        return new Event(event.id(), event.source(), event.type(), event.time(), Optional.of(SUBJECT), json);
    }

    private EventStream create() {
        EventStream stream = Examples.stream().stream();
        fixture.backend().streams().create(stream);
        return stream;
    }

    private void parkFailed(EventStream stream, LogEntry entry) {
        var detail = new Outcome.Detail(Optional.of(1), Optional.of("exe_1"), "said " + LONG);
        var outcome = new Outcome.Failed("no " + TRACE, false, Optional.empty(), detail);
        var attempt = new Attempt.Tried(NOW, Duration.ofMillis(3), outcome);
        park(stream, new Delivery(stream.id(), entry, new Delivery.State.Failed(NOW), List.of(attempt)));
    }

    private void park(EventStream stream, Delivery delivery) {
        Position at = position(stream);
        boolean moved = fixture.backend()
                .deliveries()
                .commit(
                        stream.id(),
                        at,
                        at.at(delivery.entry().offset()),
                        Settled.of(List.of(new Parked(delivery, Optional.empty())), NOW));
        assertThat(moved).isTrue();
    }

    private void keepExecution(EventStream stream, Event event, String id) {
        var run = new KeptExecution.Run(
                "greet", 1, stream.id().value(), event.listedAs().value(), 1, NOW, Duration.ofMillis(3));
        var error = new ExecutionError("Error", "no " + TRACE, "Error: no " + TRACE);
        var action = new ActionId(TENANT, "0b9c4a5e-0000-4000-8000-000000000001");
        fixture.backend()
                .executions()
                .keep(new KeptExecution(action, id, run, Optional.of(error), "said " + LONG, Trace.NONE));
    }

    private Position position(EventStream stream) {
        return fixture.backend().deliveries().position(stream.id()).orElseThrow();
    }

    private List<LogEntry> log() {
        return fixture.backend().log().read(TENANT, Offset.START, 10_000);
    }

    private Path file() {
        return folder.resolve("tailrace.db");
    }

    /** Every value of every table, once the write-ahead log is in the file. */
    private String tables() throws SQLException, IOException {
        var all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("pragma wal_checkpoint(truncate)");
            var names = new ArrayList<String>();
            try (ResultSet tables = statement.executeQuery("select name from sqlite_master where type = 'table'")) {
                while (tables.next()) {
                    names.add(tables.getString(1));
                }
            }
            for (String name : names) {
                try (ResultSet rows = statement.executeQuery("select * from " + name)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            byte[] value = rows.getBytes(i);
                            all.append(value == null ? "" : new String(value, StandardCharsets.ISO_8859_1))
                                    .append('\n');
                        }
                    }
                }
            }
        }
        return all.toString();
    }
}
