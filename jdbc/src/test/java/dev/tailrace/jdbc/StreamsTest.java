package dev.tailrace.jdbc;

import static dev.tailrace.testkit.Examples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.destination.Destination.Authorization;
import dev.tailrace.engine.destination.SigningSecret;
import dev.tailrace.engine.log.Offset;
import dev.tailrace.engine.log.Position;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.stream.ContentType;
import dev.tailrace.engine.stream.DeliveryPolicy;
import dev.tailrace.engine.stream.EventStream;
import dev.tailrace.engine.stream.FinalAnswers;
import dev.tailrace.engine.stream.Pace;
import dev.tailrace.engine.stream.Retries;
import dev.tailrace.engine.stream.StreamId;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.testkit.ExampleStream;
import dev.tailrace.testkit.Examples;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamsTest {
    private static final URI ENDPOINT = URI.create("https://example.com/in?a=b");

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
    void every_destination_comes_back_as_it_was_stored() {
        var action = new ActionId(TENANT, "0b9c4a5e-0000-4000-8000-000000000001");
        List<EventStream> created = List.of(
                create(new Destination.Webhook(ENDPOINT, new Authorization.Basic("me", new Secret("pä55")))),
                create(new Destination.Webhook(ENDPOINT, new Authorization.Bearer(new Secret("token")))),
                create(new Destination.Webhook(ENDPOINT, new Authorization.CustomHeader("X-Key", new Secret("v")))),
                create(new Destination.Webhook(ENDPOINT, new Authorization.Bearer(new Secret("token")))
                        .signedWith(List.of(SigningSecret.of("sgs_1", new byte[32], Examples.NOW)))),
                create(new Destination.EventBridge(TENANT, "123456789012", "eu-west-1", "aws.partner/x")),
                create(new Destination.Action(action)));
        fixture.restart();
        assertThat(streams().all()).isEqualTo(created);
        assertThat(streams().list(TENANT, "", 10)).isEqualTo(created);
        for (EventStream stream : created) {
            assertThat(streams().find(stream.id())).contains(stream);
        }
        assertThat(streams().deliveringTo(action)).contains(created.getLast().id());
        assertThat(streams().deliveringTo(new ActionId(TENANT, "other"))).isEmpty();
    }

    @Test
    void every_part_of_a_policy_comes_back_as_it_was_stored() {
        var retries = new Retries(
                List.of(Duration.ofMillis(500), Duration.ofDays(1)),
                0.25,
                Optional.of(Duration.ofHours(3)),
                new FinalAnswers(List.of("400", "5xx"), false));
        var policy = new DeliveryPolicy(
                retries,
                new Pace(Duration.ofSeconds(7), 3, 20),
                false,
                ContentType.CLOUD_EVENTS,
                Optional.of("has(data.object)"),
                false);
        EventStream stream = Examples.stream().withPolicy(policy).stream();
        streams().create(stream);
        fixture.restart();
        assertThat(streams().find(stream.id())).contains(stream);
    }

    @Test
    void a_policy_that_an_older_version_wrote_has_the_defaults_of_what_it_did_not_know() {
        assertThat(
                        PolicyJson.read(
                                "{\"retry_delays\":[1000000000,2000000000,4000000000],\"attempt_timeout\":25000000000,\"concurrency\":64}"))
                .isEqualTo(DeliveryPolicy.DEFAULT);
    }

    @Test
    void a_new_one_stands_at_the_end_of_its_own_tenants_log() throws Exception {
        Offset end = fixture.append(Fixture.events(3));
        fixture.backend().log().append(Examples.OTHER_TENANT, List.of(Fixture.events(1)));
        EventStream stream = create(Examples.webhook());
        assertThat(fixture.backend().deliveries().position(stream.id()).map(Position::offset))
                .contains(end);
    }

    @Test
    void a_name_belongs_to_one_stream_of_a_tenant() {
        EventStream one = create(Examples.webhook());
        EventStream two = create(Examples.webhook());
        EventStream third = named(Examples.stream().stream(), one.name());
        assertThatThrownBy(() -> streams().create(third))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessage("An event stream with this name already exists.");
        assertThat(fixture.backend().deliveries().position(third.id())).isEmpty();
        assertThatThrownBy(() -> streams().update(two, named(two, one.name()))).isInstanceOf(Problem.Conflict.class);
        assertThat(streams().update(two, named(two, "fresh"))).isTrue();
        assertThat(streams().find(two.id())).map(EventStream::name).contains("fresh");
        streams().delete(one.id());
        streams().create(third);
    }

    @Test
    void an_update_of_what_is_gone_says_so() {
        EventStream stream = create(Examples.webhook());
        assertThat(streams().delete(stream.id())).isTrue();
        assertThat(streams().delete(stream.id())).isFalse();
        assertThat(streams().update(stream, stream)).isFalse();
    }

    @Test
    void pages_go_on_after_a_stream_that_was_deleted_meanwhile() {
        var all = new ArrayList<EventStream>();
        for (int i = 0; i < 5; i++) {
            all.add(create(Examples.webhook()));
        }
        List<EventStream> first = streams().list(TENANT, "", 2);
        assertThat(first).isEqualTo(all.subList(0, 2));
        streams().delete(first.getLast().id());
        assertThat(streams().list(TENANT, first.getLast().id().value(), 2)).isEqualTo(all.subList(2, 4));
        assertThat(streams().list(TENANT, "est_unknown", 2)).isEmpty();
    }

    @Test
    void every_change_is_told() throws Exception {
        var told = new ArrayList<StreamId>();
        EventStream stream = Examples.stream().stream();
        try (AutoCloseable _ = streams().onChange(told::add)) {
            streams().create(stream);
            streams().update(stream, stream);
            streams().delete(stream.id());
            streams().update(stream, stream);
        }
        assertThat(told).containsExactly(stream.id(), stream.id(), stream.id());
    }

    private EventStream create(Destination destination) {
        ExampleStream example = Examples.stream().withDestination(destination);
        streams().create(example.stream());
        return example.stream();
    }

    private static EventStream named(EventStream stream, String name) {
        return new EventStream(
                stream.id(),
                name,
                stream.enabled(),
                stream.subscriptions(),
                stream.destination(),
                stream.policy(),
                stream.createdAt(),
                stream.updatedAt());
    }

    private Streams streams() {
        return fixture.backend().streams();
    }
}
