package dev.tailrace.server.api;

import dev.tailrace.engine.directory.SignIn;
import dev.tailrace.engine.event.Origin;
import dev.tailrace.engine.problem.Problem.Forbidden;
import dev.tailrace.engine.problem.Problem.Invalid;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.ResourceServer;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.http.Admission;
import dev.tailrace.server.http.Issuers;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** {@code /oauth/token}: tokens for applications, and for users who sign in with a password. */
public final class TokenApi {
    static final String PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm";

    /** Largest token request. */
    private static final int BODY_BYTES = 16 * 1024;

    /** What a user's token may carry; the Management API's scopes belong to applications. */
    private static final Set<String> USER_SCOPES = Set.of("openid", "profile", "email");

    private static final JsonMapper MAPPER = new JsonMapper();
    private final TenantStores stores;
    private final Audiences audiences;
    private final KnownScopes known;
    private final Tokens tokens;
    private final SignIn signIn;
    private final ClientAssertion assertions;

    public TokenApi(TenantStores stores, Tokens tokens, KnownScopes known, SignIn signIn, InstantSource clock) {
        this.stores = stores;
        this.audiences = new Audiences(tokens, stores.resourceServers());
        this.known = known;
        this.tokens = tokens;
        this.signIn = signIn;
        this.assertions = new ClientAssertion(stores, clock);
    }

    public List<Route> routes() {
        return List.of(new Route("POST", "/oauth/token", List.of(), Admission.OPEN, BODY_BYTES, this::token));
    }

    private Response token(Request request) throws InterruptedException {
        var fields = new OauthFields(request.json());
        String grant = fields.wanted("grant_type");
        return switch (grant) {
            case "client_credentials" -> clientCredentials(request, fields);
            case "password" -> password(request, fields, "");
            case PASSWORD_REALM -> password(request, fields, fields.wanted("realm"));
            default -> throw new Invalid("unsupported_grant_type", "Unsupported grant type: " + grant);
        };
    }

    private Response clientCredentials(Request request, OauthFields fields) {
        var application = application(request, fields, "client_credentials");
        String audience = fields.text("audience").orElse(Issuers.managementAudience(request.host()));
        var grant = audiences
                .find(request.tenant(), audience)
                .flatMap(api -> stores.grants().ofClient(request.tenant(), application.clientId(), api.key()))
                .orElseThrow(() -> new Forbidden(
                        "access_denied",
                        "Client is not authorized to access resource server \"" + audience
                                + "\". You need to create a \"client-grant\" associated to this API."));
        var claims = new Tokens.Claims(
                request.tenant(),
                request.host(),
                application.clientId() + "@clients",
                application.clientId(),
                audience,
                narrowed(held(grant), fields),
                "client-credentials");
        return issued(claims, life(grant));
    }

    private List<String> held(Grant grant) {
        return isManagement(grant)
                ? known.held(grant)
                : own(grant).map(api -> ownScopes(grant, api)).orElse(List.of());
    }

    private static List<String> ownScopes(Grant grant, ResourceServer api) {
        return grant.allowed().all()
                ? ResourceServerJson.scopes(api)
                : grant.allowed().scopes();
    }

    private Duration life(Grant grant) {
        return isManagement(grant)
                ? Tokens.LIFE
                : own(grant).map(ResourceServerJson::tokenLife).orElse(Tokens.LIFE);
    }

    private Optional<ResourceServer> own(Grant grant) {
        return stores.resourceServers()
                .byIdentifier(grant.tenant(), grant.audience().key());
    }

    private static boolean isManagement(Grant grant) {
        return grant.audience().key().equals(Grant.Audience.MANAGEMENT);
    }

    private Response password(Request request, OauthFields fields, String realm) throws InterruptedException {
        var application = application(request, fields, realm.isEmpty() ? "password" : PASSWORD_REALM);
        var origin = Origins.of(request, new Origin.Client(application.clientId(), application.name()));
        String login = fields.wanted("username");
        var password = new Secret(fields.wanted("password"));
        var user = signIn.signIn(request.tenant(), realm, login, password, origin);
        var claims = new Tokens.Claims(
                request.tenant(),
                request.host(),
                user.id().value(),
                application.clientId(),
                fields.text("audience").orElse("https://" + request.host() + "/userinfo"),
                asked(fields).stream().filter(USER_SCOPES::contains).toList(),
                "password");
        return issued(claims, Tokens.LIFE);
    }

    private Application application(Request request, OauthFields fields, String grantType) {
        var application = authenticated(request, fields, grantType);
        if (!ClientJson.grantTypes(application.profile()).contains(grantType)) {
            throw new Forbidden("unauthorized_client", "Grant type '" + grantType + "' not allowed for the client.");
        }
        return application;
    }

    /** A public client shows only its id, and only where a user shows who he is (RFC 6749, 2.1 and 4.3.2). */
    private Application authenticated(Request request, OauthFields fields, String grantType) {
        if (fields.text("client_assertion").isPresent()) {
            return assertions.authenticate(request, fields);
        }
        var shown = ClientCredentials.of(request, fields);
        boolean ofUser = !grantType.equals("client_credentials");
        return (ofUser ? shown.publicClient(stores.applications(), request.tenant()) : Optional.<Application>empty())
                .orElseGet(() -> shown.authenticate(stores.applications(), request.tenant()));
    }

    private static List<String> narrowed(List<String> granted, OauthFields fields) {
        var asked = asked(fields);
        var scopes = asked.isEmpty()
                ? granted
                : granted.stream().filter(asked::contains).toList();
        if (scopes.isEmpty() && !asked.isEmpty()) {
            throw new Invalid("invalid_scope", "None of the scopes asked for is granted to this client.");
        }
        return scopes;
    }

    private static List<String> asked(OauthFields fields) {
        return fields.text("scope")
                .map(text -> List.of(text.strip().split(" +")))
                .orElse(List.of());
    }

    private Response issued(Tokens.Claims claims, Duration life) {
        var json = MAPPER.createObjectNode()
                .put("access_token", tokens.issue(claims, life))
                .put("token_type", "Bearer")
                .put("expires_in", life.toSeconds())
                .put("scope", String.join(" ", claims.scopes()));
        return new Response.Whole(
                200,
                Map.of("Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store"),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
