package dev.tailrace.server.http;

import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.problem.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** What went wrong as status and JSON: the only place that makes error bodies. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Set<String> SCIM_TYPES = Set.of(
            "invalidFilter",
            "tooMany",
            "uniqueness",
            "mutability",
            "invalidSyntax",
            "invalidPath",
            "noTarget",
            "invalidValue",
            "invalidVers",
            "sensitive");

    /** Which shape a path answers with: the two of the contract (management-api §2 and §3), or SCIM's. */
    enum Shape {
        MANAGEMENT,
        OAUTH,
        /** RFC 7644 §3.12. */
        SCIM;

        static Shape of(String path) {
            if (path.startsWith("/scim/")) {
                return SCIM;
            }
            return path.startsWith("/oauth/") ? OAUTH : MANAGEMENT;
        }
    }

    private Problems() {}

    /** @param call names the request in the log: its id, method and path */
    static Response response(Throwable thrown, Shape shape, String call) {
        return switch (thrown) {
            case Problem problem -> told(problem, shape);
            case Refusal refusal -> body(shape, refusal.status(), "", refusal.text(), refusal.headers());
            case StorageException full
            when full.isFull() -> body(shape, 503, "", String.valueOf(full.getMessage()), Map.of("Retry-After", "1"));
            case StorageException broken -> {
                LOG.error("{}: answered 503: {}: {}", call, broken.getMessage(), String.valueOf(broken.getCause()));
                yield body(
                        shape,
                        503,
                        "",
                        "Storage is not available; nothing is known to be written. Try again.",
                        Map.of("Retry-After", "1"));
            }
            default -> {
                LOG.error("{}: answered 500", call, thrown);
                yield body(
                        shape,
                        500,
                        "",
                        "Something went wrong on our side. The log tells more under x-request-id.",
                        Map.of());
            }
        };
    }

    private static Response told(Problem problem, Shape shape) {
        String code = problem.code();
        String text = problem.text();
        return switch (problem) {
            case Problem.Invalid _ -> body(shape, 400, code, text, Map.of());
            case Problem.Unauthorized _ -> body(shape, 401, code, text, challenge(shape));
            case Problem.Forbidden _ -> body(shape, 403, code, text, Map.of());
            case Problem.NotFound _ -> body(shape, 404, code, text, Map.of());
            case Problem.Conflict _ -> body(shape, 409, code, text, Map.of());
            case Problem.Gone _ -> body(shape, 410, code, text, Map.of());
            case Problem.InUse _ -> body(shape, 412, code, text, Map.of());
            case Problem.TooLarge _ -> body(shape, 413, code, text, Map.of());
            case Problem.TooMany many ->
                body(shape, 429, code, text, Map.of("Retry-After", Integer.toString(many.retryAfterSeconds())));
            case Problem.Unavailable _ -> body(shape, 503, code, text, Map.of("Retry-After", "1"));
        };
    }

    private static Map<String, String> challenge(Shape shape) {
        return Map.of("WWW-Authenticate", shape == Shape.OAUTH ? "Basic realm=\"tailrace\"" : "Bearer");
    }

    /** The contract's body for a status that no exception stands for. */
    static Response body(Shape shape, int status, String code, String message, Map<String, String> more) {
        var headers = new HashMap<>(more);
        headers.put("Content-Type", shape == Shape.SCIM ? "application/scim+json" : "application/json; charset=utf-8");
        var json = MAPPER.createObjectNode();
        switch (shape) {
            case MANAGEMENT -> {
                json.put("statusCode", status).put("error", phrase(status)).put("message", message);
                if (!code.isEmpty()) {
                    json.put("errorCode", code);
                }
            }
            case OAUTH -> json.put("error", oauthCode(status, code)).put("error_description", message);
            case SCIM -> {
                json.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
                json.put("status", Integer.toString(status)).put("detail", message);
                scimType(status, code).ifPresent(type -> json.put("scimType", type));
            }
        }
        return new Response.Whole(status, headers, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String phrase(int status) {
        return status == 500 ? "Internal Server Error" : HttpStatus.getMessage(status);
    }

    /** RFC 7644 §3.12, table 9; a body that is no JSON object is a syntax of its own. */
    private static Optional<String> scimType(int status, String code) {
        return switch (status) {
            case 400 ->
                Optional.of(code.startsWith("invalid_") ? "invalidSyntax" : code)
                        .filter(SCIM_TYPES::contains);
            case 409 -> Optional.of("uniqueness").filter(code::equals);
            default -> Optional.empty();
        };
    }

    private static String oauthCode(int status, String code) {
        if (status != 429 && !code.isEmpty() && !code.equals("invalid_body")) {
            return code;
        }
        return switch (status) {
            case 401 -> "invalid_client";
            case 403 -> "access_denied";
            case 429 -> "too_many_requests";
            case 503 -> "temporarily_unavailable";
            default -> status >= 500 ? "server_error" : "invalid_request";
        };
    }
}
