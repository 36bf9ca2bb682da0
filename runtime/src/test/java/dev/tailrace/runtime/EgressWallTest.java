package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.code;
import static dev.tailrace.runtime.Actions.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.outbound.Resolver;
import dev.tailrace.outbound.proxy.EgressLimits;
import dev.tailrace.outbound.proxy.EgressProxy;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an action does not reach; each attempt first shows that the same code reaches what is open. */
@SuppressWarnings("NullAway.Init")
class EgressWallTest {
    private static final AtomicInteger LOOKUPS = new AtomicInteger();
    private static Receivers receivers;
    /** Opens the HTTP receiver, by its address and by two names, and nothing else. */
    private static Actions actions;

    @BeforeAll
    static void open() throws Exception {
        receivers = new Receivers();
        int port = receivers.http.getAddress().getPort();
        var opened = LocalAllowance.parse("127.0.0.1:" + port + ",open.test:" + port);
        actions = new Actions(
                RuntimeSettings.DEFAULT,
                new EgressProxy(new EgressPolicy(opened), EgressWallTest::resolve, EgressLimits.DEFAULT));
    }

    @AfterAll
    static void close() throws Exception {
        actions.close();
        receivers.close();
    }

    @Test
    void a_denial_names_host_port_and_rule_also_through_fetch() throws Exception {
        assertThat(output("""
            console.log((await fetch(HTTP)).status);
            const failed = await fetch('http://10.0.0.1:9000/').catch((e) => e);
            console.log(failed.message, '|', failed.cause.code, failed.cause.host, failed.cause.port);
            console.log(failed.cause.message, '|', failed.cause.rule);
            const denied = (options) => new Promise((done) => require('node:https').get(options).on('error', (e) => done(e.code)));
            console.log(await denied('https://127.0.0.1:9000/'), await denied('https://localhost/'));
            const socket = new WebSocket('ws://192.168.1.1:9000/');
            console.log(await new Promise((done) => { socket.onerror = (e) => done(e.type); }));
            """)).isEqualTo("""
                200
                fetch failed | ERR_EGRESS_DENIED 10.0.0.1 9000
                connection to 10.0.0.1:9000 denied by the server's egress policy: address not allowed: 10.0.0.1 is a private address | address not allowed: 10.0.0.1 is a private address
                ERR_EGRESS_DENIED ERR_EGRESS_DENIED
                error
                """);
    }

    @Test
    void the_metadata_address_is_denied_however_it_is_spelled() throws Exception {
        assertThat(output("""
            console.log((await fetch(HTTP)).status);
            const spelled = ['169.254.169.254', '169.254.169.254.', '0xa9fea9fe', '2852039166', '0251.0376.0251.0376',
              '0xa9.254.43518', '[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[::ffff:0:a9fe:a9fe]', '[::a9fe:a9fe]',
              '[64:ff9b::169.254.169.254]', '[2002:a9fe:a9fe::1]', '[fd00:ec2::254]', 'metadata.test',
              '①⑥⑨.②⑤④.①⑥⑨.②⑤④'];
            for (const host of spelled) {
              const e = await fetch('http://' + host + '/latest/meta-data/', { signal: AbortSignal.timeout(5000) }).catch((e) => e);
              if (e.cause?.code !== 'ERR_EGRESS_DENIED') console.log('fetch', host, e);
            }
            const net = require('node:net');
            const raw = ['169.254.169.254', '0xa9fea9fe', '2852039166', '0251.0376.0251.0376', '169.254.43518',
              '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '0:0:0:0:0:ffff:a9fe:a9fe', '64:ff9b::a9fe:a9fe', 'METADATA.test.'];
            for (const host of raw) {
              const code = await new Promise((done) => net.connect(80, host, () => done('connected')).on('error', (e) => done(e.code)));
              console.log(host, code);
            }
            """)).isEqualTo("""
                200
                169.254.169.254 ERR_EGRESS_DENIED
                0xa9fea9fe ENOTFOUND
                2852039166 ERR_EGRESS_DENIED
                0251.0376.0251.0376 ENOTFOUND
                169.254.43518 ERR_EGRESS_DENIED
                ::ffff:169.254.169.254 ERR_EGRESS_DENIED
                ::ffff:a9fe:a9fe ERR_EGRESS_DENIED
                0:0:0:0:0:ffff:a9fe:a9fe ERR_EGRESS_DENIED
                64:ff9b::a9fe:a9fe ERR_EGRESS_DENIED
                METADATA.test. ERR_EGRESS_DENIED
                """);
    }

    @Test
    void a_redirect_leads_no_further_than_the_policy() throws Exception {
        assertThat(output("""
            console.log(await (await fetch(HTTP + 'redirect?' + HTTP)).text());
            console.log(await fetch(HTTP + 'redirect?http://127.0.0.1:' + BANNER).catch((e) => e.cause.code));
            console.log(await fetch(HTTP + 'redirect?http://169.254.169.254/').catch((e) => e.cause.rule));
            """)).isEqualTo("""
                echo\s
                ERR_EGRESS_DENIED
                address not allowed: 169.254.169.254 is a cloud metadata address
                """);
    }

    @Test
    void a_name_that_moves_reaches_only_what_was_checked() throws Exception {
        LOOKUPS.set(0);
        assertThat(output("""
            const port = new URL(HTTP).port;
            console.log((await fetch('http://open.test:' + port)).status);
            const dns = require('node:dns').promises;
            console.log((await dns.lookup('moving.test')).address);
            console.log(await fetch('http://moving.test:' + port).catch((e) => e.cause.rule));
            const own = (host, options, done) => done(null, '127.0.0.1', 4);
            const request = require('node:http').get({ host: 'moving.test', port: BANNER, lookup: own });
            console.log(await new Promise((done) => request.on('error', (e) => done(e.code))));
            console.log(await dns.lookup('inside.test').catch((e) => e.code), await dns.resolve4('inside.test').catch((e) => e.code));
            """)).isEqualTo("""
                200
                8.8.8.8
                address not allowed: moving.test is 127.0.0.1, which is a loopback address
                ERR_EGRESS_DENIED
                ERR_EGRESS_DENIED ERR_EGRESS_DENIED
                """);
    }

    @Test
    void an_action_that_takes_all_connections_takes_only_its_own() throws Exception {
        var limits = new EgressLimits(8, 1_000_000, Duration.ofMillis(500), Duration.ofMinutes(1));
        var all = new EgressProxy(new EgressPolicy(LocalAllowance.ALL), Resolver.SYSTEM, limits);
        try (var few = new Actions(RuntimeSettings.DEFAULT, all)) {
            var greedy = few.run(code(receivers.constants() + """
                const net = require('node:net');
                exports.onExecuteEventStream = async () => {
                  globalThis.kept = [];
                  for (let i = 0; i < 8; i++) {
                    const socket = net.connect(ECHO, '127.0.0.1');
                    await new Promise((done, failed) => socket.on('connect', done).on('error', failed));
                    kept.push(socket);
                  }
                  console.log('open', kept.length);
                  const one = net.connect(ECHO, '127.0.0.1');
                  console.log(await new Promise((done) => one.on('error', (e) => done(e.rule))));
                };\
                """, Map.of()));
            assertThat(greedy.output()).isEqualTo("open 8\nmore than 8 connections of the action at a time\n");
            var other = few.run(code(receivers.constants()
                    + "exports.onExecuteEventStream = async () => console.log((await fetch(HTTP)).status);"));
            assertThat(other.output()).isEqualTo("200\n");
            var many = few.run(code(receivers.constants() + """
                exports.onExecuteEventStream = async () => {
                  const socket = require('node:net').connect(ECHO, '127.0.0.1');
                  let bytes = 0;
                  socket.on('data', (d) => (bytes += d.length)).on('connect', () => socket.write(Buffer.alloc(700_000)));
                  console.log(await new Promise((done) => socket.on('error', (e) => done(e.code + ' ' + e.rule)).on('end', () => done('end'))));
                };\
                """));
            assertThat(many.output())
                    .isEqualTo("ERR_EGRESS_DENIED more than 1000000 bytes of the action in a minute\n");
        }
    }

    @Test
    void connections_end_with_their_process() throws Exception {
        var ended = new CountDownLatch(2);
        try (var server = receivers.serve(client -> {
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
            ended.countDown();
        })) {
            var limits = EgressLimits.DEFAULT;
            var all = new EgressProxy(new EgressPolicy(LocalAllowance.ALL), Resolver.SYSTEM, limits);
            try (var own = new Actions(RuntimeSettings.DEFAULT, all)) {
                var ran = own.run(code("""
                    const net = require('node:net');
                    const open = () => new Promise((done) => { const s = net.connect(%d, '127.0.0.1', () => done(s)); });
                    exports.onExecuteEventStream = async () => {
                      globalThis.kept = [await open(), await open()];
                      setTimeout(() => process.reallyExit(1), 50);
                    };\
                    """.formatted(server.getLocalPort())));
                assertThat(error(ran)).isEmpty();
                assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static String output(String body) throws Exception {
        var ran = actions.run(
                code(receivers.constants() + "exports.onExecuteEventStream = async (event) => {\n" + body + "\n};"));
        assertThat(error(ran)).isEmpty();
        return ran.output();
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "open.test" -> List.of(InetAddress.ofLiteral("127.0.0.1"));
            case "metadata.test" -> List.of(InetAddress.ofLiteral("169.254.169.254"));
            case "inside.test" -> List.of(InetAddress.ofLiteral("10.1.2.3"));
            case "moving.test" ->
                List.of(InetAddress.ofLiteral(LOOKUPS.getAndIncrement() == 0 ? "8.8.8.8" : "127.0.0.1"));
            default -> Resolver.SYSTEM.resolve(host);
        };
    }
}
