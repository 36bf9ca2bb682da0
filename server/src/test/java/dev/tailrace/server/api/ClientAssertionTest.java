package dev.tailrace.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tailrace.server.ApiClient;
import dev.tailrace.server.ApiClient.Answer;
import dev.tailrace.server.WholeServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A client that has a key pair and no secret. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class ClientAssertionTest {
    private static final String AUDIENCE = "https://localhost/";

    @TempDir
    static Path data;

    private static WholeServer server;
    private static ApiClient first;
    private static KeyPair keys;
    private static Answer client;
    private static String id;

    @BeforeAll
    static void start() throws Exception {
        server = WholeServer.on(data.resolve("data"));
        first = server.first();
        keys = newKeys(2048);
        client = create(keys);
        id = client.text("client_id");
        first.post(
                "/client-grants",
                "{\"client_id\":\"" + id + "\",\"audience\":\"https://localhost/api/v2/\",\"scope\":[\"read:users\"]}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_signed_assertion_gets_a_token_and_is_good_once() throws Exception {
        assertThat(client.status()).isEqualTo(201);
        assertThat(client.body().has("client_secret")).isFalse();
        String assertion = signed(claims().build(), keys);
        Answer token = ask(assertion);
        assertThat(token.status()).as(token.wire().body()).isEqualTo(200);
        assertThat(first.withToken(token.text("access_token")).get("/users").status())
                .isEqualTo(200);
        Answer replayed = ask(assertion);
        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.text("error")).isEqualTo("invalid_client");
        assertThat(replayed.text("error_description")).contains("jti was used before");
        assertThat(ask(signed(claims().audience("https://localhost/oauth/token").build(), keys))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_assertion_that_does_not_hold_is_refused_with_its_reason() throws Exception {
        Instant now = Instant.now();
        refused(signed(claims().build(), newKeys(2048)), "not by a key of this client");
        refused(signed(claims().expirationTime(Date.from(now.minusSeconds(60))).build(), keys), "has expired");
        refused(
                signed(
                        claims().expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                                .build(),
                        keys),
                "more than 5 minutes ahead");
        refused(signed(claims().expirationTime(null).build(), keys), "no exp");
        refused(signed(claims().audience("https://other.test/").build(), keys), "aud is not");
        refused(signed(claims().jwtID(null).build(), keys), "jti must be");
        refused(signed(claims().subject("another").build(), keys), "iss and sub");
        refused("eyJhbGciOiJub25lIn0.e30.", "not a signed JWT");
        refused(unsigned(), "not a signed JWT", "not by a key of this client");
    }

    @Test
    void a_client_with_a_key_gets_nothing_by_a_secret_and_its_key_can_be_replaced() throws Exception {
        KeyPair others = newKeys(2048);
        Answer second = create(others);
        String secondId = second.text("client_id");
        assertThat(server.at("localhost").token(secondId, "", "").status()).isEqualTo(401);
        assertThat(server.at("localhost").token(secondId, "0".repeat(64), "").status())
                .isEqualTo(401);
        String credential = second.body()
                .at("/client_authentication_methods/private_key_jwt/credentials/0/id")
                .asString();
        assertThat(credential).startsWith("cred_");
        Answer echoed = first.patch(
                "/clients/" + secondId,
                "{\"client_authentication_methods\":{\"private_key_jwt\":{\"credentials\":[{\"id\":\"" + credential
                        + "\"}]}}}");
        assertThat(echoed.body()
                        .at("/client_authentication_methods/private_key_jwt/credentials/0/pem")
                        .asString())
                .startsWith("-----BEGIN PUBLIC KEY-----");
        assertThat(first.patch("/clients/" + secondId, methods("not a key")).status())
                .isEqualTo(400);
        assertThat(first.patch("/clients/" + secondId, methods(pem(newKeys(1024))))
                        .status())
                .isEqualTo(400);
        assertThat(first.patch("/clients/" + secondId, "{\"token_endpoint_auth_method\":\"client_secret_post\"}")
                        .status())
                .isEqualTo(400);
    }

    private static void refused(String assertion, String... anyOf) throws Exception {
        Answer answer = ask(assertion);
        assertThat(answer.status()).as(answer.wire().body()).isEqualTo(401);
        assertThat(answer.text("error")).isEqualTo("invalid_client");
        assertThat(anyOf).as(answer.text("error_description")).anyMatch(answer.text("error_description")::contains);
    }

    /** A JWT that says HS256 and is signed by nobody. */
    private static String unsigned() {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.US_ASCII));
        String body = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims().build().toString().getBytes(StandardCharsets.US_ASCII));
        return header + "." + body + ".AAAA";
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(id)
                .subject(id)
                .audience(AUDIENCE)
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(120)));
    }

    private static String signed(JWTClaimsSet claims, KeyPair by) throws JOSEException {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        jwt.sign(new RSASSASigner(by.getPrivate()));
        return jwt.serialize();
    }

    private static Answer ask(String assertion) throws Exception {
        var fields = JsonMapper.shared()
                .createObjectNode()
                .put("grant_type", "client_credentials")
                .put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .put("client_assertion", assertion)
                .put("audience", "https://localhost/api/v2/");
        return server.at("localhost").call("POST", "/oauth/token", fields.toString());
    }

    private static Answer create(KeyPair pair) throws Exception {
        return first.post(
                "/clients",
                "{\"name\":\"Keyed\",\"app_type\":\"non_interactive\","
                        + methods(pem(pair)).substring(1));
    }

    private static String methods(String pem) {
        return "{\"client_authentication_methods\":{\"private_key_jwt\":{\"credentials\":[{\"credential_type\":"
                + "\"public_key\",\"name\":\"k\",\"alg\":\"RS256\",\"pem\":\"" + pem.replace("\n", "\\n") + "\"}]}}}";
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static KeyPair newKeys(int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }
}
