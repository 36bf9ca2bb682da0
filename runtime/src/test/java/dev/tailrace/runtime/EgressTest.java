package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.code;
import static dev.tailrace.runtime.Actions.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an action reaches by the server's way out, with Node's own API, where the policy lets it. */
@SuppressWarnings("NullAway.Init")
class EgressTest {
    private static Actions actions;
    private static Receivers receivers;

    @BeforeAll
    static void open() throws Exception {
        actions = new Actions(RuntimeSettings.DEFAULT);
        receivers = new Receivers();
    }

    @AfterAll
    static void close() throws Exception {
        actions.close();
        receivers.close();
    }

    @Test
    void fetch_and_http_with_an_agent_of_its_own_get_through() throws Exception {
        assertThat(output("""
            const body = (n) => ({ method: 'POST', body: 'hello ' + n });
            console.log(await (await fetch(HTTP, body(1))).text());
            console.log((await Promise.all([2, 3, 4].map((n) => fetch(HTTP, body(n)).then((r) => r.text())))).join());
            const http = require('node:http');
            const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
            for (const n of [5, 6]) {
              console.log(await new Promise((done, failed) => {
                const request = http.request(HTTP, { method: 'POST', agent }, (answer) => {
                  let text = '';
                  answer.on('data', (d) => (text += d)).on('end', () => done(text + ' ' + request.reusedSocket));
                });
                request.on('error', failed).end('agent ' + n);
              }));
            }
            """)).isEqualTo("""
                echo hello 1
                echo hello 2,echo hello 3,echo hello 4
                echo agent 5 false
                echo agent 6 true
                """);
    }

    @Test
    void https_checks_the_certificate_against_the_name_that_was_called() throws Exception {
        assertThat(output("""
            const https = require('node:https');
            const get = (host, options) => new Promise((done) => {
              const request = https.get({ host, port: TLS, ca: CA, agent: new https.Agent(), ...options }, (answer) => {
                let text = answer.socket.servername + ' ';
                answer.on('data', (d) => (text += d)).on('end', () => done(text));
              });
              request.on('error', (error) => done(error.code));
            });
            console.log(await get('localhost'), '|', await get('127.0.0.1'), '|', await get('localhost', { ca: [] }));
            const tls = require('node:tls');
            const socket = tls.connect({ host: 'localhost', port: TLS, ca: CA });
            await new Promise((done, failed) => socket.on('secureConnect', done).on('error', failed));
            console.log(socket.authorized, socket.remoteAddress, socket.getProtocol());
            socket.destroy();
            """)).isEqualTo("""
                localhost secure | ERR_TLS_CERT_ALTNAME_INVALID | DEPTH_ZERO_SELF_SIGNED_CERT
                true 127.0.0.1 TLSv1.3
                """);
    }

    @Test
    void a_socket_behaves_as_one_of_nodes_own() throws Exception {
        assertThat(output("""
            const net = require('node:net');
            const heard = (socket) => new Promise((done, failed) => {
              let text = '';
              socket.setEncoding('utf8').on('data', (d) => (text += d)).on('end', () => done(text)).on('error', failed);
            });
            const early = net.connect(ECHO, 'localhost');
            early.write('written early, '); early.end('ended early');
            console.log(await heard(early));
            const events = [];
            const socket = new net.Socket();
            for (const name of ['lookup', 'connect', 'ready', 'end', 'close']) socket.on(name, () => events.push(name));
            socket.connect({ host: 'localhost', port: ECHO, noDelay: true, keepAlive: true });
            events.push(String(socket.connecting), String(socket.readyState));
            await new Promise((done) => socket.once('ready', done));
            console.log(socket.remoteAddress, socket.remotePort === ECHO, socket.remoteFamily, socket.connecting);
            socket.end('bye');
            const said = await heard(socket);
            await new Promise((done) => socket.once('close', done));
            console.log(said, events.join());
            const banner = net.connect(BANNER, '127.0.0.1');
            console.log(await heard(banner));
            const again = new net.Socket();
            again.connect(ECHO, '127.0.0.1'); again.destroy();
            await new Promise((done) => again.once('close', done));
            again.connect(ECHO, '127.0.0.1'); again.end('after a life before');
            console.log(await heard(again));
            const buffer = Buffer.alloc(64);
            const into = await new Promise((done) => net.connect({ host: '127.0.0.1', port: BANNER, onread: {
              buffer, callback: (n, b) => { done(b.toString('utf8', 0, n)); return true; } } }));
            console.log(into);
            """)).isEqualTo("""
                written early, ended early
                127.0.0.1 true IPv4 false
                bye true,opening,lookup,connect,ready,end,close
                220 ready
                after a life before
                220 ready
                """);
    }

    @Test
    void names_are_looked_up_by_the_server() throws Exception {
        assertThat(output("""
            const dns = require('node:dns');
            const { lookup } = await import('node:dns');
            console.log(JSON.stringify(await dns.promises.lookup('localhost', { family: 4 })));
            console.log(await new Promise((done) => lookup('localhost', 4, (e, a, f) => done(e ?? a + ' ' + f))));
            console.log(await new Promise((done) => dns.resolve4('localhost', (e, a) => done(e ?? a.join()))));
            console.log((await new dns.promises.Resolver().resolve4('localhost')).join());
            console.log(JSON.stringify(await dns.promises.lookup('127.0.0.9', { all: true })));
            const code = (promise) => promise.then(String, (e) => e.code + ' ' + e.syscall + ' ' + e.hostname);
            console.log(await code(dns.promises.lookup('no-such-host.invalid')));
            console.log(await dns.promises.resolveMx('localhost').catch((e) => e.message));
            """)).isEqualTo("""
                {"address":"127.0.0.1","family":4}
                127.0.0.1 4
                127.0.0.1
                127.0.0.1
                [{"address":"127.0.0.9","family":4}]
                ENOTFOUND getaddrinfo no-such-host.invalid
                connection to localhost denied by the server's egress policy: MX records are not looked up
                """);
    }

    @Test
    void what_fails_outside_fails_as_in_node() throws Exception {
        assertThat(output("""
            const net = require('node:net');
            const failed = (...to) => new Promise((done) => net.connect(...to).on('error', (e) =>
              done([e.code, e.syscall, e.address, e.port === CLOSED].join(' '))));
            console.log(await failed(CLOSED, '127.0.0.1'));
            console.log(await fetch('http://127.0.0.1:' + CLOSED).catch((e) => e.message + ' ' + e.cause.code));
            console.log(await failed('/tmp/some.sock'));
            try { net.connect(70000, '127.0.0.1'); } catch (e) { console.log(e.code); }
            try { require('node:dgram').createSocket('udp4').send('x', 9, '127.0.0.1'); } catch (e) { console.log(e.code); }
            const reset = net.connect(RESET, '127.0.0.1'); reset.write('x');
            console.log(await new Promise((done) => reset.on('error', (e) => done(e.code)).on('close', () => done('no error'))));
            const slow = AbortSignal.timeout(200);
            console.log(await fetch('http://127.0.0.1:' + BANNER, { signal: slow }).catch((e) => e.name));
            """)).isEqualTo("""
                ECONNREFUSED connect 127.0.0.1 true
                fetch failed ECONNREFUSED
                ERR_EGRESS_DENIED connect  false
                ERR_SOCKET_BAD_PORT
                ERR_EGRESS_DENIED
                ECONNRESET
                TypeError
                """);
    }

    @Test
    void much_passes_both_ways_and_a_slow_reader_holds_back_the_sender() throws Exception {
        assertThat(output("""
            const net = require('node:net');
            const socket = net.connect(ECHO, '127.0.0.1');
            const hash = () => require('node:crypto').createHash('sha256');
            const [out, back] = [hash(), hash()];
            let bytes = 0;
            socket.on('data', (d) => { back.update(d); bytes += d.length; });
            for (let i = 0; i < 512; i++) {
              const chunk = Buffer.alloc(64 * 1024, i);
              out.update(chunk);
              if (!socket.write(chunk)) await new Promise((done) => socket.once('drain', done));
            }
            socket.end();
            await new Promise((done) => socket.on('close', done));
            console.log(bytes, out.digest('hex') === back.digest('hex'));
            """)).isEqualTo("33554432 true\n");
    }

    private static String output(String body) throws Exception {
        var ran = actions.run(code(
                receivers.constants() + "exports.onExecuteEventStream = async (event) => {\n" + body + "\n};",
                Map.of()));
        assertThat(error(ran)).isEmpty();
        return ran.output();
    }
}
