package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tailrace.engine.action.Action.BuildError;
import dev.tailrace.engine.action.ActionRuntime.DeployedAction;
import dev.tailrace.engine.action.Builder.Build;
import dev.tailrace.engine.action.Content;
import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.engine.action.Execution;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.LocalAllowance;
import dev.tailrace.runtime.npm.NpmProgram;
import dev.tailrace.runtime.npm.Npmrc;
import dev.tailrace.runtime.npm.PackageSources;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Packages that people use, from npm, in actions that are built and run as on a server; what counts is the effect. */
@SuppressWarnings("NullAway.Init")
class RealPackagesTest {
    /** Of the name "tailrace" in the namespace of URLs, RFC 9562. */
    private static final String VERSION_5 = "203620eb-ecf6-513f-a59e-4ef40e66e837";

    private static NpmMirror registry;
    private static Actions actions;
    private static HttpServer http;
    private static final List<Call> CALLS = new CopyOnWriteArrayList<>();

    private record Call(String line, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    @BeforeAll
    static void open() throws Exception {
        try {
            registry = NpmMirror.open();
        } catch (IOException e) {
            abort("packages cannot be had from npm: " + e);
        }
        actions = new Actions(RuntimeSettings.DEFAULT);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        http.createContext("/", RealPackagesTest::answer);
        http.start();
    }

    @AfterAll
    static void close() {
        if (http != null) {
            http.stop(0);
            actions.close();
            registry.close();
        }
    }

    @Test
    void axios_posts_json() throws Exception {
        String said = output("""
            const axios = require('axios');
            exports.onExecuteEventStream = async (event) => {
              const client = axios.create({ baseURL: event.secrets.URL, headers: { 'x-trace': 't1' } });
              const answer = await client.post('/axios?a=1', { user: event.message.data.object });
              const failed = await client.get('/teapot').catch((e) => e);
              console.log(answer.status, answer.data.path, failed.code, failed.response.status);
            };
            """, Map.of("URL", url()), "axios@1.21.1");
        assertThat(said).isEqualTo("200 /axios ERR_BAD_REQUEST 418\n");
        Call call = call("POST /axios?a=1");
        assertThat(call.json().at("/user/user_id").asString()).isEqualTo("auth0|1");
        assertThat(call.header("X-trace")).isEqualTo("t1");
    }

    @Test
    void lodash_and_date_fns_compute() throws Exception {
        String said = output("""
            const _ = require('lodash');
            const fp = require('lodash/fp');
            const { addDays, formatISO, differenceInCalendarDays } = require('date-fns');
            const { de } = require('date-fns/locale');
            const { format } = require('date-fns/format');
            exports.onExecuteEventStream = async () => {
              console.log(JSON.stringify(_.groupBy([1, 2, 3, 4], (n) => (n % 2 ? 'odd' : 'even'))));
              console.log(fp.flow(fp.map((n) => n * n), fp.sum)([1, 2, 3]));
              const day = new Date(2026, 1, 28, 12);
              console.log(formatISO(addDays(day, 1), { representation: 'date' }), differenceInCalendarDays(addDays(day, 9), day));
              console.log(format(day, 'd. MMMM yyyy', { locale: de }));
            };
            """, Map.of(), "lodash@4.18.1", "date-fns@4.4.0");
        assertThat(said).isEqualTo("{\"odd\":[1,3],\"even\":[2,4]}\n14\n2026-03-01 9\n28. Februar 2026\n");
    }

    @Test
    void uuid_makes_and_reads_ids() throws Exception {
        String code = """
            const { v4, v5, validate } = require('uuid');
            exports.onExecuteEventStream = async () => {
              console.log(v4());
              console.log(v5('tailrace', v5.URL), validate('nothing'), (await import('uuid')).v4 === v4);
            };
            """;
        for (String runtime : List.of("node22", "node24")) {
            String[] said = output(runtime, code, Map.of(), "uuid@14.0.3").split("\n", -1);
            assertThat(UUID.fromString(said[0]).version()).isEqualTo(4);
            assertThat(said[1]).isEqualTo(VERSION_5 + " false true");
        }
    }

    @Test
    void jsonwebtoken_signs_so_that_others_can_check_it() throws Exception {
        String token = output("""
            const jwt = require('jsonwebtoken');
            exports.onExecuteEventStream = async (event) => {
              const token = jwt.sign({ sub: event.message.data.object.user_id }, event.secrets.KEY, { expiresIn: '1h' });
              jwt.verify(token, event.secrets.KEY);
              try { jwt.verify(token, 'another'); } catch (e) { console.log(e.message); }
              console.log(token);
            };
            """, Map.of("KEY", "a key of enough bytes for HS256, it is"), "jsonwebtoken@9.0.3")
                .strip();
        assertThat(token).startsWith("invalid signature\n");
        String[] parts = token.substring(token.indexOf('\n') + 1).split("\\.", -1);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a key of enough bytes for HS256, it is".getBytes(UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal((parts[0] + "." + parts[1]).getBytes(UTF_8));
        assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(signature);
        JsonNode claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.path("sub").asString()).isEqualTo("auth0|1");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3600);
    }

    @Test
    void pg_writes_to_a_real_postgresql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String said = output(
                    """
                    const { Pool } = require('pg');
                    exports.onExecuteEventStream = async (event) => {
                      const pool = new Pool({ connectionString: event.secrets.DATABASE, max: 2 });
                      await pool.query('create table people (id text primary key, at timestamptz, extra jsonb)');
                      const client = await pool.connect();
                      await client.query('begin');
                      await client.query('insert into people values ($1, now(), $2)', [event.message.data.object.user_id, { a: [1] }]);
                      await client.query('commit');
                      client.release();
                      const both = await Promise.all([1, 2].map((n) => pool.query('select $1::int + 1 as next', [n])));
                      console.log(both.map((r) => r.rows[0].next).join());
                      console.log(await pool.query('select * from nowhere').catch((e) => e.code));
                      await pool.end();
                    };
                    """,
                    Map.of("DATABASE", "postgres://postgres@127.0.0.1:" + postgres.getPort() + "/postgres"),
                    "pg@8.23.1");
            assertThat(said).isEqualTo("2,3\n42P01\n");
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select id, extra::text from people")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("auth0|1");
                assertThat(rows.getString(2)).isEqualTo("{\"a\": [1]}");
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void nodemailer_delivers_mail() throws Exception {
        var mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.setUser("sender@example.com", "sender", "p4ssword");
        mail.start();
        try {
            String said = output(
                    """
                    const nodemailer = require('nodemailer');
                    exports.onExecuteEventStream = async (event) => {
                      const transport = nodemailer.createTransport({
                        host: '127.0.0.1', port: Number(event.secrets.PORT), auth: { user: 'sender', pass: event.secrets.PASSWORD },
                      });
                      const sent = await transport.sendMail({
                        from: 'sender@example.com', to: 'new@example.com', subject: 'Welcome, Zoë',
                        text: 'Hello ' + event.message.data.object.user_id, attachments: [{ filename: 'a.txt', content: 'attached' }],
                      });
                      console.log(sent.accepted.join());
                    };
                    """, Map.of("PORT", "" + mail.getSmtp().getPort(), "PASSWORD", "p4ssword"), "nodemailer@10.6.0");
            assertThat(said).isEqualTo("new@example.com\n");
            var received = mail.getReceivedMessages();
            assertThat(received).hasSize(1);
            assertThat(received[0].getSubject()).isEqualTo("Welcome, Zoë");
            assertThat(GreenMailUtil.getBody(received[0])).contains("Hello auth0|1", "filename=a.txt");
        } finally {
            mail.stop();
        }
    }

    @Test
    void the_aws_sdk_puts_an_event_on_a_bus() throws Exception {
        String said = output("""
            const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
            exports.onExecuteEventStream = async (event) => {
              const { secrets } = event;
              const client = new EventBridgeClient({
                region: 'eu-west-1', endpoint: secrets.URL + '/events',
                credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secrets.KEY },
              });
              const answer = await client.send(new PutEventsCommand({
                Entries: [{ Source: 'tailrace', DetailType: event.message.type, Detail: JSON.stringify(event.message.data), EventBusName: 'b' }],
              }));
              console.log(answer.FailedEntryCount, answer.Entries[0].EventId);
            };
            """, Map.of("URL", url(), "KEY", "s3cret"), "@aws-sdk/client-eventbridge@3.1169.0");
        assertThat(said).isEqualTo("0 e-1\n");
        Call call = call("POST /events/");
        assertThat(call.header("X-amz-target")).isEqualTo("AWSEvents.PutEvents");
        assertThat(call.header("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                .contains("/eu-west-1/events/aws4_request", "Signature=");
        assertThat(call.json().at("/Entries/0/Source").asString()).isEqualTo("tailrace");
        assertThat(call.json().at("/Entries/0/Detail").asString()).contains("auth0|1");
    }

    @Test
    void the_slack_webhook_sends_a_text() throws Exception {
        String said = output("""
            const { IncomingWebhook } = require('@slack/webhook');
            exports.onExecuteEventStream = async (event) => {
              const answer = await new IncomingWebhook(event.secrets.URL + '/slack/T0/B0').send({ text: 'a user: ' + event.message.data.object.user_id });
              console.log(answer.text);
            };
            """, Map.of("URL", url()), "@slack/webhook@8.0.2");
        assertThat(said).isEqualTo("ok\n");
        assertThat(call("POST /slack/T0/B0").json().path("text").asString()).isEqualTo("a user: auth0|1");
    }

    @Test
    void stripe_creates_a_customer() throws Exception {
        String said = output("""
            const Stripe = require('stripe');
            exports.onExecuteEventStream = async (event) => {
              const { hostname, port } = new URL(event.secrets.URL);
              const stripe = new Stripe(event.secrets.KEY, { host: hostname, port, protocol: 'http', telemetry: false });
              const made = await stripe.customers.create({ email: 'new@example.com', metadata: { user: event.message.data.object.user_id } });
              console.log(made.id);
            };
            """, Map.of("URL", url(), "KEY", "sk_test_1"), "stripe@23.1.0");
        assertThat(said).isEqualTo("cus_1\n");
        Call call = call("POST /v1/customers");
        assertThat(call.header("Authorization")).isEqualTo("Bearer sk_test_1");
        assertThat(URLDecoder.decode(call.body(), UTF_8)).isEqualTo("email=new@example.com&metadata[user]=auth0|1");
    }

    private static String output(String code, Map<String, String> secrets, String... packages) throws Exception {
        return output("node24", code, secrets, packages);
    }

    private static String output(String runtime, String code, Map<String, String> secrets, String... packages)
            throws Exception {
        var dependencies = Arrays.stream(packages)
                .map(p -> new Dependency(p.substring(0, p.lastIndexOf('@')), p.substring(p.lastIndexOf('@') + 1), ""))
                .toList();
        var values = secrets.entrySet().stream()
                .map(s -> new ActionSecret(s.getKey(), new Secret(s.getValue()), Instant.EPOCH))
                .toList();
        var draft = new Content(code, runtime, dependencies, values);
        Content built = switch (builder().build(draft)) {
            case Build.Built done -> new Content(code, runtime, dependencies, values, done.packages(), List.of());
            case Build.Failed(var errors) ->
                throw new AssertionError(
                        errors.stream().map(BuildError::message).toList());
        };
        String id = RandomIds.secure().uuid();
        var event = Actions.event("e-" + id, "{\"object\":{\"user_id\":\"auth0|1\"}}");
        Execution done =
                actions.run(new DeployedAction(new ActionId(Actions.TENANT, id), "real", 1, "v-" + id, built), event);
        assertThat(actions.host.packages().bundle(built.packages().key()).isPresent())
                .as("one file of " + List.of(packages))
                .isEqualTo(!code.contains("import("));
        assertThat(error(done)).as("%s", done.error()).isEmpty();
        assertThat(done.trace().isolation())
                .isEqualTo(actions.host.isolation().level().name());
        return done.output();
    }

    private static NodeBuilder builder() {
        var npm = NpmProgram.find(Optional.empty(), Path.of(".."), System.getenv("PATH"));
        var settings = new Npmrc(Map.of("", URI.create(registry.url())), Map.of(), Optional.empty());
        var sources = new PackageSources(settings, new EgressPolicy(LocalAllowance.NONE));
        return new NodeBuilder(
                actions.host, new Dependencies(actions.host, npm, sources, Bundler.find(actions.host, Path.of(".."))));
    }

    private static String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private static Call call(String line) {
        return CALLS.stream()
                .filter(c -> c.line().equals(line))
                .findFirst()
                .orElseThrow(() -> new AssertionError(CALLS));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            CALLS.add(new Call(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(), exchange.getRequestHeaders(), body));
            String path = exchange.getRequestURI().getPath();
            String text = switch (path) {
                case "/events/" -> "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e-1\"}]}";
                case "/v1/customers" -> "{\"id\":\"cus_1\",\"object\":\"customer\"}";
                case "/slack/T0/B0" -> "ok";
                default -> "{\"path\":\"" + path + "\"}";
            };
            exchange.getResponseHeaders()
                    .set("Content-Type", path.startsWith("/slack") ? "text/plain" : "application/json");
            byte[] bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(path.equals("/teapot") ? 418 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
