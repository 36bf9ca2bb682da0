package dev.tailrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.tailrace.engine.problem.Problem.Unauthorized;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import dev.tailrace.jdbc.SqliteBackend;
import dev.tailrace.server.ManualClock;
import dev.tailrace.server.api.ClientJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {
    private static final TenantId TENANT = new TenantId("default");
    private static final TenantId OTHER = new TenantId("other");
    private final ManualClock clock = new ManualClock();
    private Tokens tokens;
    private SqliteBackend store;
    private Tenants tenants;

    @BeforeEach
    void start(@TempDir Path folder) {
        store = SqliteBackend.open(folder, Optional.empty(), clock);
        tenants = store.tenants();
        tenants.ensure(TENANT);
        addClient(TENANT);
        tokens = open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void addClient(TenantId tenant) {
        var made = new Application(tenant, "abc", "00", ClientJson.ofOurs("Test client"), clock.instant());
        store.tenantStores().applications().create(made, List.of());
    }

    private Tokens open() {
        return new Tokens(store.tenantStores(), new Hosts(tenants, TENANT, "tail.test", clock), clock);
    }

    private void addOtherTenant() {
        tenants.ensure(OTHER);
        addClient(OTHER);
        clock.advance(Hosts.FRESH);
        tokens.prepare(OTHER);
    }

    private static Tokens.Claims claims(TenantId tenant, String host, String audience) {
        return new Tokens.Claims(
                tenant, host, "abc@clients", "abc", audience, List.of("read:a", "read:b"), "client-credentials");
    }

    private String good() {
        return tokens.issue(claims(TENANT, "tail.test:8443", "https://tail.test:8443/api/v2/"));
    }

    private JWTClaimsSet.Builder goodClaims() throws Exception {
        return new JWTClaimsSet.Builder(SignedJWT.parse(good()).getJWTClaimsSet());
    }

    private RSAKey ourKey() throws Exception {
        good();
        return RSAKey.parse(tenants.signingKeys(TENANT).getFirst().reveal());
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws Exception {
        var jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private String withOurKey(JWTClaimsSet claims) throws Exception {
        var key = ourKey();
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        return signed(header, claims, new RSASSASigner(key));
    }

    private void refused(String token, String reason) {
        assertThatThrownBy(() -> tokens.verify(TENANT, token))
                .isInstanceOf(Unauthorized.class)
                .hasMessageContaining(reason)
                .extracting(e -> ((Unauthorized) e).code())
                .isEqualTo("invalid_token");
    }

    @Test
    void issues_the_claims_of_the_contract() throws Exception {
        var jwt = SignedJWT.parse(good());
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(jwt.getHeader().getType()).isEqualTo(JOSEObjectType.JWT);
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("https://tail.test:8443/");
        assertThat(claims.getSubject()).isEqualTo("abc@clients");
        assertThat(claims.getAudience()).containsExactly("https://tail.test:8443/api/v2/");
        assertThat(claims.getStringClaim("azp")).isEqualTo("abc");
        assertThat(claims.getStringClaim("scope")).isEqualTo("read:a read:b");
        assertThat(claims.getStringClaim("gty")).isEqualTo("client-credentials");
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(claims.getIssueTime().toInstant().plus(Duration.ofDays(1)));
    }

    @Test
    void takes_its_own_tokens_now_and_from_memory() {
        String token = good();
        for (int i = 0; i < 2; i++) {
            var caller = tokens.verify(TENANT, token);
            assertThat(caller.clientId()).isEqualTo("abc");
            assertThat(caller.scopes()).containsExactly("read:a", "read:b");
        }
    }

    @Test
    void takes_tokens_of_before_a_restart_and_publishes_their_key() throws Exception {
        String token = good();
        var restarted = open();
        assertThat(restarted.verify(TENANT, token).clientId()).isEqualTo("abc");
        var published = JWKSet.parse(restarted.published(TENANT));
        assertThat(published.getKeys()).hasSize(1).allMatch(key -> !key.isPrivate() && key.size() == 2048);
        assertThat(published.getKeys().getFirst().getKeyID())
                .isEqualTo(SignedJWT.parse(token).getHeader().getKeyID());
    }

    @Test
    void takes_tokens_of_an_older_key_and_finds_a_newer_one() throws Exception {
        String old = good();
        var newer = new RSAKeyGenerator(2048).keyID("newer").generate();
        var claims = goodClaims().build();
        tenants.addSigningKey(TENANT, new Secret(newer.toJSONString()));
        clock.advance(Duration.ofSeconds(11));
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("newer").build();
        assertThat(tokens.verify(TENANT, signed(header, claims, new RSASSASigner(newer)))
                        .clientId())
                .isEqualTo("abc");
        assertThat(tokens.verify(TENANT, old).clientId()).isEqualTo("abc");
    }

    @Test
    void refuses_an_expired_token_also_one_it_remembers() {
        String token = good();
        clock.advance(Tokens.LIFE.minusSeconds(1));
        tokens.verify(TENANT, token);
        clock.advance(Duration.ofSeconds(1));
        refused(token, "it expired at");
        assertThatThrownBy(() -> open().verify(TENANT, token)).hasMessageContaining("it expired at");
    }

    @Test
    void refuses_another_key_also_under_our_key_id() throws Exception {
        var theirs = new RSAKeyGenerator(2048).keyID("theirs").generate();
        var claims = goodClaims().build();
        refused(
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("theirs")
                                .build(),
                        claims,
                        new RSASSASigner(theirs)),
                "its key is not one of this tenant");
        refused(
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID(ourKey().getKeyID())
                                .build(),
                        claims,
                        new RSASSASigner(theirs)),
                "its signature is wrong");
        refused(signed(new JWSHeader(JWSAlgorithm.RS256), claims, new RSASSASigner(theirs)), "its key is not one");
    }

    @Test
    void refuses_alg_none_and_a_mac_made_with_the_public_key() throws Exception {
        var claims = goodClaims().build();
        refused(new PlainJWT(claims).serialize(), "it is not a signed JWT");
        byte[] publicKey = ourKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(ourKey().getKeyID())
                .build();
        refused(signed(header, claims, new MACSigner(publicKey)), "its algorithm is not RS256");
        var other = new JWSHeader.Builder(JWSAlgorithm.RS512)
                .keyID(ourKey().getKeyID())
                .build();
        refused(signed(other, claims, new RSASSASigner(ourKey())), "its algorithm is not RS256");
    }

    @Test
    void refuses_a_token_that_was_changed() {
        String[] parts = good().split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String more = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.replace("read:a", "edit:a").getBytes(StandardCharsets.UTF_8));
        refused(parts[0] + "." + more + "." + parts[2], "its signature is wrong");
        refused(parts[0] + "." + parts[1] + ".", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"})
    void refuses_what_is_no_token(String text) {
        refused(text, "Invalid token: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://tail.test/api/v2/",
                "https://tail.test/api/v2",
                "https://tail.test:8443/api/v2",
                "http://TAIL.test:1/api/v2/",
                "https://127.0.0.1:8443/api/v2/"
            })
    void takes_its_audience_with_and_without_port_and_slash(String audience) {
        String token = tokens.issue(claims(TENANT, "tail.test", audience));
        assertThat(tokens.verify(TENANT, token).clientId()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://tail.test/userinfo",
                "https://tail.test/",
                "tail.test",
                "https://tail.test/api/v3/",
                "https://a/b/api/v2/"
            })
    void refuses_another_audience(String audience) {
        refused(tokens.issue(claims(TENANT, "tail.test", audience)), "its audience is not this API");
    }

    @Test
    void refuses_a_token_without_expiry_or_tenant_or_issuer() throws Exception {
        refused(withOurKey(goodClaims().expirationTime(null).build()), "it has no expiry");
        refused(withOurKey(goodClaims().claim(Tokens.TENANT_CLAIM, null).build()), "issued for another tenant");
        refused(withOurKey(goodClaims().issuer(null).build()), "its issuer");
        refused(
                withOurKey(goodClaims()
                        .notBeforeTime(Date.from(clock.instant().plusSeconds(60)))
                        .build()),
                "not valid before");
    }

    @Test
    void a_token_of_one_tenant_is_nothing_at_another() throws Exception {
        addOtherTenant();
        String token = tokens.issue(claims(OTHER, "other.tail.test", "https://other.tail.test/api/v2/"));
        assertThat(tokens.verify(OTHER, token).clientId()).isEqualTo("abc");
        refused(token, "");
        assertThatThrownBy(() -> open().verify(TENANT, token))
                .hasMessageContaining("its key is not one of this tenant");
    }

    @Test
    void the_tenant_named_counts_even_when_the_key_is_right() throws Exception {
        addOtherTenant();
        refused(withOurKey(goodClaims().claim(Tokens.TENANT_CLAIM, "other").build()), "issued for another tenant");
        refused(
                withOurKey(goodClaims().issuer("https://other.tail.test/").build()),
                "its issuer is not one of this tenant");
        refused(
                withOurKey(
                        goodClaims().audience("https://other.tail.test/api/v2/").build()),
                "its audience is not this API");
    }

    @Test
    void an_address_stays_the_default_tenants() {
        String token = tokens.issue(claims(TENANT, "10.0.0.5:8443", "https://10.0.0.5:8443/api/v2/"));
        addOtherTenant();
        assertThat(open().verify(TENANT, token).clientId()).isEqualTo("abc");
    }

    @Test
    void any_host_is_the_default_tenants_only_while_it_is_the_only_one() {
        String token = tokens.issue(claims(TENANT, "elsewhere.test:8443", "https://elsewhere.test:8443/api/v2/"));
        assertThat(open().verify(TENANT, token).clientId()).isEqualTo("abc");
        addOtherTenant();
        assertThatThrownBy(() -> open().verify(TENANT, token)).isInstanceOf(Unauthorized.class);
    }
}
