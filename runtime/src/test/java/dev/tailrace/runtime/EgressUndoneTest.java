package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.code;
import static dev.tailrace.runtime.Actions.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.outbound.Resolver;
import dev.tailrace.outbound.proxy.EgressLimits;
import dev.tailrace.outbound.proxy.EgressProxy;
import dev.tailrace.runtime.sandbox.IsolationSettings;
import dev.tailrace.runtime.sandbox.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What code gets that goes round Node's API to the sockets below it: the network of its process. */
@SuppressWarnings("NullAway.Init")
class EgressUndoneTest {
    private static final String AROUND = """
        const net = require('node:net');
        const request = () => new Promise((done) => {
          const hook = require('node:async_hooks').createHook({ init(id, type, trigger, resource) {
            if (type === 'PIPECONNECTWRAP') { hook.disable(); done(resource.constructor); }
          } }).enable();
          net.connect(1, '127.0.0.1').on('error', () => {});
        });
        const handle = () => new Promise((done) => {
          const server = net.createServer().listen(0, '127.0.0.1', () => { done(server._handle.constructor); server.close(); });
        });
        exports.onExecuteEventStream = async () => {
          console.log('went round', await fetch(HTTP).catch((e) => e.cause.code));
          const [Request, Tcp] = [await request(), await handle()];
          const [socket, connecting] = [new Tcp(0), new Request()];
          console.log(await new Promise((done) => {
            connecting.oncomplete = (status) => done(status === 0 ? 'connected' : 'not connected');
            const status = socket.connect(connecting, '127.0.0.1', ECHO);
            if (status !== 0) done('not connected');
          }));
        };\
        """;

    private static Receivers receivers;

    @BeforeAll
    static void open() throws Exception {
        receivers = new Receivers();
    }

    @AfterAll
    static void close() throws Exception {
        receivers.close();
    }

    @Test
    void in_a_box_there_is_no_network_to_go_round_to() throws Exception {
        try (var boxed = actions(Level.L4)) {
            assumeTrue(boxed.host.isolation().level().boxed(), "no box on this system");
            assertThat(output(boxed)).isEqualTo("went round ERR_EGRESS_DENIED\nnot connected\n");
        }
    }

    @Test
    void without_a_box_it_reaches_what_the_server_reaches() throws Exception {
        try (var bare = actions(Level.L1)) {
            assertThat(output(bare)).isEqualTo("went round ERR_EGRESS_DENIED\nconnected\n");
        }
    }

    private static String output(Actions actions) throws Exception {
        var ran = actions.run(code(receivers.constants() + AROUND));
        assertThat(error(ran)).isEmpty();
        return ran.output();
    }

    private static Actions actions(Level highest) {
        var closed = new EgressProxy(new EgressPolicy(LocalAllowance.NONE), Resolver.SYSTEM, EgressLimits.DEFAULT);
        return new Actions(new IsolationSettings(highest, Level.L1), RuntimeSettings.DEFAULT, closed);
    }
}
