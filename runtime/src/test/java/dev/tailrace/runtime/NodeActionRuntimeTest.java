package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.PROCESS;
import static dev.tailrace.runtime.Actions.code;
import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.event;
import static dev.tailrace.runtime.Actions.handler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tailrace.engine.action.CacheUse;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.destination.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class NodeActionRuntimeTest {
    private static Actions actions;

    @BeforeAll
    static void open() {
        actions = new Actions(RuntimeSettings.DEFAULT);
    }

    @AfterAll
    static void close() {
        actions.close();
    }

    @Test
    void runs_the_handler_with_the_event_and_its_secrets() throws Exception {
        var action = code("""
            exports.onExecuteEventStream = async (event, api) => {
              console.log(event.message.type, event.message.data.object.name, event.secrets.KEY, event.secrets.NONE);
              console.log(JSON.stringify(event.configuration), Object.keys(event).join());
            };\
            """, Map.of("KEY", "s3cret \"ü\"\n"));
        var done = actions.run(action, event("e1", "{\"object\":{\"name\":\"Zoë 🌊\"}}"));
        assertThat(error(done)).isEmpty();
        assertThat(done.output())
                .isEqualTo("user.created Zoë 🌊 s3cret \"ü\"\n undefined\n{} message,secrets,configuration\n");
        assertThat(done.id()).startsWith("exe_");
    }

    @Test
    void tells_the_isolation_the_lines_with_their_levels_and_how_the_cache_was_used() throws Exception {
        var action = code("""
            exports.onExecuteEventStream = async (event, api) => {
              console.log('one'); console.info('two'); console.debug('three'); console.warn('four');
              console.error('five'); process.stderr.write('six');
              api.cache.get('a'); api.cache.get('a'); api.cache.set('b', '1'); api.cache.delete('b');
              null.boom;
            };\
            """, Map.of());
        var ran = actions.run(action);
        assertThat(ran.trace().isolation()).matches("L[1-4]");
        assertThat(ran.trace().console().stream().map(l -> l.level() + " " + l.text()))
                .containsExactly(
                        "LOG one\n", "INFO two\n", "DEBUG three\n", "WARN four\n", "ERROR five\n", "ERROR six");
        assertThat(ran.trace().cache()).isEqualTo(new CacheUse(2, 1, 1, List.of("a", "b")));
        assertThat(ran.output()).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix");
        assertThat(ran.error().orElseThrow().stack()).contains("action.js:5:");
    }

    @Test
    void gives_each_run_an_event_of_its_own() throws Exception {
        var action = code("""
            exports.onExecuteEventStream = async (event) => {
              if (event.message.data.seen || event.secrets.K !== 'v' || event.secrets.added) throw new Error('leaked');
              event.message.data.seen = true; event.secrets.K = 'changed'; event.secrets.added = 1;
            };\
            """, Map.of("K", "v"));
        for (int i = 0; i < 3; i++) {
            assertThat(error(actions.run(action))).isEmpty();
        }
    }

    @Test
    void posts_the_event_by_fetch_and_fails_when_the_receiver_refuses() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            got.add(exchange.getRequestHeaders().getFirst("X-API-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/ok") ? 204 : 500, -1);
            exchange.close();
        });
        server.start();
        try {
            var ok = posting(server, "/ok");
            assertThat(error(actions.run(ok, event("e7", "{}")))).isEmpty();
            assertThat(got.poll(5, TimeUnit.SECONDS)).startsWith("k1 {").contains("\"id\":\"e7\"");
            assertThat(error(actions.run(posting(server, "/no")))).isEqualTo("External service failure");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void runs_many_invocations_at_once_in_one_process_and_keeps_their_output_apart() throws Exception {
        var action = handler("""
            const n = event.message.data.n;
            globalThis.me ??= require('crypto').randomUUID();
            console.log(`${me} first ${n}`);
            await new Promise(r => setTimeout(r, 300));
            process.stdout.write(`second ${n}\\n`); console.error(`third ${n}`);
            await null; console.warn('%s %d', 'fourth', n);\
            """);
        long start = System.nanoTime();
        List<Future<Execution>> all = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            all.add(actions.start(action, event("e" + n, "{\"n\":" + n + "}")));
        }
        String pid = "";
        for (int n = 0; n < 100; n++) {
            String[] lines = all.get(n).get().output().split("\n", -1);
            pid = n == 0 ? lines[0].split(" ")[0] : pid;
            assertThat(lines).containsExactly(pid + " first " + n, "second " + n, "third " + n, "fourth " + n, "");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void tells_an_error_with_its_class_and_the_line_in_the_users_file() throws Exception {
        var failed = actions.run(code("const x = 1;\nexports.onExecuteEventStream = async () => {\n  null.foo();\n};"));
        var told = failed.error().orElseThrow();
        assertThat(told.name()).isEqualTo("TypeError");
        assertThat(told.message()).isEqualTo("Cannot read properties of null (reading 'foo')");
        assertThat(told.stack()).contains("(action.js:3:8)").doesNotContain("run.js");
    }

    @Test
    void tells_whatever_was_thrown() throws Exception {
        assertThat(error(actions.run(handler("throw 'a text'")))).isEqualTo("a text");
        assertThat(error(actions.run(handler("throw undefined")))).isEqualTo("undefined");
        assertThat(error(actions.run(handler("throw {code: 7}")))).isEqualTo("{ code: 7 }");
        assertThat(error(actions.run(handler("throw new Proxy({}, {get() { throw 1; }})"))))
                .isEqualTo("the action threw something that cannot be shown");
        var caused = actions.run(handler("throw new Error('outer', {cause: new RangeError('inner')})"));
        assertThat(caused.error().orElseThrow().stack()).contains("[cause]: RangeError: inner");
    }

    @Test
    void message_fail_marks_the_run_without_stopping_it() throws Exception {
        var failed = actions.run(handler("api.message.fail('not today'); console.log('went on');"));
        assertThat(error(failed)).isEqualTo("not today");
        assertThat(failed.output()).isEqualTo("went on\n");
    }

    @Test
    void says_that_no_handler_was_exported() throws Exception {
        assertThat(error(actions.run(code(""))))
                .isEqualTo("handler not exported: the code must set exports.onExecuteEventStream to a function");
        assertThat(error(actions.run(code("module.exports = { onExecuteEventStream: () => {} }"))))
                .isEmpty();
    }

    @Test
    void fails_each_run_of_code_that_cannot_be_loaded() throws Exception {
        var action = code("\nthrow new Error('no config');");
        for (int i = 0; i < 2; i++) {
            var failed = actions.run(action);
            assertThat(error(failed)).isEqualTo("no config");
            assertThat(failed.error().orElseThrow().stack()).contains("action.js:2");
        }
    }

    @Test
    void requires_built_in_modules_and_says_which_others_are_missing() throws Exception {
        var fine = handler("""
            const { createHash } = require('node:crypto'); const path = require('path');
            console.log(createHash('sha256').update('a').digest('hex').slice(0, 8), path.join('a', 'b'));
            console.log((await import('node:util')).inspect({a: 1}), typeof URL, typeof AbortController);\
            """);
        assertThat(actions.run(fine).output()).isEqualTo("ca978112 a/b\n{ a: 1 } function function\n");
        assertThat(error(actions.run(handler("require('auth0')"))))
                .isEqualTo("Cannot find module 'auth0'; list it in the action's dependencies");
    }

    @Test
    void honours_a_deadline_that_is_nearer_than_the_wall_limit() throws Exception {
        var action = handler("await new Promise(() => {})");
        long start = System.nanoTime();
        var failed = actions.runtime.run(action, event("e1", "{}"), Deadline.in(Duration.ofSeconds(1)));
        assertThat(error(failed)).isEqualTo("timed out after 1 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
    }

    @Test
    void retiring_lets_runs_end_and_begins_with_a_new_process() throws Exception {
        var action =
                handler("await new Promise(r => setTimeout(r, event.message.data.ms)); console.log(" + PROCESS + ")");
        String first = actions.run(action, event("e1", "{\"ms\":0}")).output();
        int living = actions.host.count();
        var slow = actions.start(action, event("e2", "{\"ms\":700}"));
        var beside = actions.start(action, event("e3", "{\"ms\":200}"));
        assertThat(beside.get().output()).isEqualTo(first);
        actions.runtime.retire(action.id());
        assertThat(actions.run(action, event("e4", "{\"ms\":0}")).output()).isNotEqualTo(first);
        assertThat(slow.get().output()).isEqualTo(first);
        await().until(() -> actions.host.count() == living);
    }

    private static dev.tailrace.engine.action.ActionRuntime.DeployedAction posting(HttpServer server, String path)
            throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
        return code("""
            exports.onExecuteEventStream = async (event) => {
              const answer = await fetch(event.secrets.URL, {
                method: 'POST',
                headers: { 'Content-Type': 'application/json', 'X-API-Key': event.secrets.API_KEY },
                body: JSON.stringify(event.message),
              });
              if (!answer.ok) throw new Error('External service failure');
            };\
            """, Map.of("URL", url, "API_KEY", "k1"));
    }
}
