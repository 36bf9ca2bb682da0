package dev.tailrace.server.http;

import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** One request, its token checked and its body read. */
public interface Request {
    String method();

    /** The path as it came, without the query. */
    String path();

    /** A path parameter, percent-decoded once. */
    String path(String name);

    Optional<String> query(String name);

    /** Every value of a repeated query parameter. */
    List<String> queries(String name);

    Optional<String> header(String name);

    /** Every header as it came: names in lower case, several values where one is repeated. */
    Map<String, List<String>> headers();

    byte[] body();

    /**
     * The body as a JSON object. A form-encoded body becomes an object of strings; a missing body, {@code null} and
     * {@code {}} are all the empty object.
     *
     * @throws dev.tailrace.engine.problem.Problem.Invalid when it is neither JSON nor an object
     */
    ObjectNode json();

    TenantId tenant();

    Caller caller();

    /** Address of the peer. */
    String remoteAddress();

    /** Host as the client wrote it, with the port where there was one. */
    String host();

    /** {@code http} or {@code https}. */
    String scheme();

    /** Who calls: the application a token was issued to; an open path has {@link Caller#NOBODY}. */
    record Caller(String clientId, String name, List<String> scopes) {
        public static final Caller NOBODY = new Caller("", "", List.of());

        public Caller {
            scopes = List.copyOf(scopes);
        }
    }
}
