package dev.tailrace.server.api;

import static dev.tailrace.server.http.Route.delete;
import static dev.tailrace.server.http.Route.get;
import static dev.tailrace.server.http.Route.patch;
import static dev.tailrace.server.http.Route.post;

import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Applications;
import dev.tailrace.engine.tenant.Applications.Filter;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.http.Request;
import dev.tailrace.server.http.Response;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.http.Tokens;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The applications of a tenant. A secret is told once, when it is made: only its hash is kept. */
public final class ClientsApi {
    private static final String ALL = "/api/v2/clients";
    private static final String ONE = "/api/v2/clients/{id}";
    private static final String OF_ORGANIZATION = "client_grant.organization_id:";
    private static final int SECRET_LENGTH = 64;
    private static final String[] READ = {
        "read:clients", "read:client_keys", "read:client_credentials", "read:client_summary"
    };
    /** What each of the smaller scopes may change. */
    private static final Map<String, Set<String>> CHANGES = Map.of(
            "update:client_keys", Set.of("client_secret"),
            "update:client_credentials", Set.of("client_authentication_methods"));

    private final TenantStores stores;
    private final Applications applications;
    private final Tokens tokens;
    private final RandomIds ids;
    private final InstantSource clock;

    public ClientsApi(TenantStores stores, Tokens tokens, RandomIds ids, InstantSource clock) {
        this.stores = stores;
        this.applications = stores.applications();
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                get(ALL, this::list, READ),
                post(ALL, this::create, "create:clients"),
                get(ONE, this::find, READ),
                patch(ONE, this::change, "update:clients", "update:client_keys", "update:client_credentials"),
                delete(ONE, this::remove, "delete:clients"),
                post(ONE + "/rotate-secret", this::rotate, "update:client_keys"));
    }

    private Response list(Request request) {
        var paging = DualPaging.of(request, "clients");
        var shown = ShownFields.of(request);
        var searched = QueryValues.text(request, "q");
        if (searched.isPresent()) {
            List<Application> found = ofOrganization(request, searched.get());
            return paging.answer(
                    "clients",
                    part -> WholeList.part(found, part),
                    found::size,
                    application -> shown.of(seen(request, application)));
        }
        // There is no global client, and none with an id of somewhere else.
        boolean none = QueryValues.flag(request, "is_global").orElse(false)
                || QueryValues.text(request, "external_client_id").isPresent();
        var filter = new Filter(QueryValues.texts(request, "app_type"), QueryValues.flag(request, "is_first_party"));
        return paging.answer(
                "clients",
                part -> none ? List.of() : applications.list(request.tenant(), filter, part),
                () -> none ? 0 : applications.count(request.tenant(), filter),
                application -> shown.of(seen(request, application)));
    }

    /** Those with a grant that counts for the organization {@code q} names, each once. */
    private List<Application> ofOrganization(Request request, String q) {
        if (!q.startsWith(OF_ORGANIZATION)) {
            throw Problem.Invalid.query("q", "Expected " + OF_ORGANIZATION + "<organization id>");
        }
        return stores.organizationGrants().of(request.tenant(), q.substring(OF_ORGANIZATION.length())).stream()
                .map(Grant::clientId)
                .distinct()
                .flatMap(id -> applications.find(request.tenant(), id).stream())
                .toList();
    }

    private Response create(Request request) {
        ObjectNode body = request.json();
        var profile = ClientJson.fresh(body);
        var secret = new Secret(ids.alphanumeric("", SECRET_LENGTH));
        boolean usesSecret = ClientJson.usesSecret(profile);
        var made = new Application(
                request.tenant(),
                ids.alphanumeric("", 32),
                usesSecret ? ClientCredentials.hash(secret) : "",
                profile,
                clock.instant());
        applications.create(made, List.of());
        return told(201, made, usesSecret ? secret : new Secret(""));
    }

    private Response find(Request request) {
        var shown = ShownFields.of(request);
        return Response.json(200, shown.of(seen(request, existing(request))).toString());
    }

    private Response change(Request request) {
        ObjectNode body = request.json();
        mayChange(request, body);
        var known = existing(request);
        var secret = ClientJson.secret(body);
        var changed = known.withProfile(ClientJson.changed(known.profile(), body));
        save(secret.map(one -> changed.withSecretHash(ClientCredentials.hash(one)))
                .orElse(changed));
        return Response.json(200, ClientJson.toJson(changed).toString());
    }

    private Response rotate(Request request) {
        var known = existing(request);
        var secret = new Secret(ids.alphanumeric("", SECRET_LENGTH));
        save(known.withSecretHash(ClientCredentials.hash(secret)));
        return told(200, known, secret);
    }

    /** 204 also when it is not there, as in the contract; its tokens end with it. */
    private Response remove(Request request) {
        String id = request.path("id");
        applications.delete(request.tenant(), id);
        tokens.forget(request.tenant(), id);
        return Response.empty(204);
    }

    private void save(Application application) {
        if (!applications.update(application)) {
            throw gone();
        }
    }

    private Application existing(Request request) {
        return applications.find(request.tenant(), request.path("id")).orElseThrow(ClientsApi::gone);
    }

    private static Problem gone() {
        return new Problem.NotFound("inexistent_client", "The client does not exist.");
    }

    private static Response told(int status, Application application, Secret secret) {
        ObjectNode json = ClientJson.toJson(application);
        if (!secret.reveal().isEmpty()) {
            json.put("client_secret", secret.reveal());
        }
        return Response.json(status, json.toString());
    }

    private static ObjectNode seen(Request request, Application application) {
        var held = request.caller().scopes();
        boolean whole =
                List.of(READ).stream().anyMatch(scope -> !scope.equals("read:client_summary") && held.contains(scope));
        return whole ? ClientJson.toJson(application) : ClientJson.summary(application);
    }

    private static void mayChange(Request request, ObjectNode body) {
        var held = request.caller().scopes();
        if (held.contains("update:clients") && (held.contains("update:client_keys") || !body.has("client_secret"))) {
            return;
        }
        var allowed = new HashSet<String>();
        CHANGES.forEach((scope, properties) -> allowed.addAll(held.contains(scope) ? properties : Set.of()));
        for (String name : body.propertyNames()) {
            if (!allowed.contains(name)) {
                throw new Problem.Forbidden(
                        "insufficient_scope",
                        "Insufficient scope, expected any of: "
                                + (name.equals("client_secret") ? "update:client_keys" : "update:clients"));
            }
        }
    }
}
