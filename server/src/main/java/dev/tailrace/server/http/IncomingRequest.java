package dev.tailrace.server.http;

import dev.tailrace.engine.problem.Problem.Invalid;
import dev.tailrace.engine.problem.Problem.NotFound;
import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A request on its way through the chain, which fills in what it finds out. Belongs to one thread. */
final class IncomingRequest implements Request {
    private final org.eclipse.jetty.server.Request wire;
    private final String id;
    private final String host;
    private Map<String, String> parameters = Map.of();
    private byte[] body = new byte[0];
    private boolean bodyRead;
    private Caller caller = Caller.NOBODY;
    private @Nullable TenantId tenant;
    private @Nullable Pairs query;

    IncomingRequest(org.eclipse.jetty.server.Request wire, String id) {
        this.wire = wire;
        this.id = id;
        String authority = wire.getHttpURI().getAuthority();
        this.host = authority == null ? "" : authority;
    }

    org.eclipse.jetty.server.Request wire() {
        return wire;
    }

    String id() {
        return id;
    }

    void parameters(Map<String, String> raw) {
        parameters = raw;
    }

    void tenant(Optional<TenantId> found) {
        tenant = found.orElse(null);
    }

    void caller(Caller known) {
        caller = known;
    }

    void body(byte[] read) {
        body = read;
        bodyRead = true;
    }

    boolean isBodyRead() {
        return bodyRead;
    }

    boolean hasTenant() {
        return tenant != null;
    }

    @Override
    public String method() {
        return wire.getMethod();
    }

    @Override
    public String path() {
        String path = wire.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    @Override
    public String path(String name) {
        String raw = parameters.get(name);
        if (raw == null) {
            throw new IllegalStateException("no parameter " + name + " in the route of " + path());
        }
        try {
            return Percent.path(raw);
        } catch (IllegalArgumentException e) {
            throw new Invalid(
                    "invalid_uri", "Path validation error: '" + e.getMessage() + "' on property " + name + ".");
        }
    }

    @Override
    public Optional<String> query(String name) {
        return pairs().values(name).stream().findFirst();
    }

    @Override
    public List<String> queries(String name) {
        return pairs().values(name);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(wire.getHeaders().get(name));
    }

    @Override
    public Map<String, List<String>> headers() {
        var all = new LinkedHashMap<String, List<String>>();
        wire.getHeaders()
                .forEach(field -> all.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(Objects.requireNonNullElse(field.getValue(), "")));
        return all;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public ObjectNode json() {
        String declared = wire.getHeaders().get(HttpHeader.CONTENT_TYPE);
        String type = declared == null ? "" : mediaType(declared);
        if (type.equals("application/x-www-form-urlencoded")) {
            // curl -d '{…}' without a header says "form"; a real form writes a brace as %7B.
            return body.length > 0 && body[0] == '{' ? Json.object(body) : Json.form(body);
        }
        if (type.isEmpty() || type.equals("application/json") || type.equals("text/plain") || type.endsWith("+json")) {
            return Json.object(body);
        }
        if (body.length == 0) {
            return Json.none();
        }
        throw Invalid.body("Content-Type '" + type + "' is not supported; send application/json");
    }

    @Override
    public TenantId tenant() {
        if (tenant == null) {
            throw new NotFound("", "No tenant is served at the host " + host + ".");
        }
        return tenant;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public String remoteAddress() {
        String address = org.eclipse.jetty.server.Request.getRemoteAddr(wire);
        return address == null ? "" : address;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public String scheme() {
        return wire.isSecure() ? "https" : "http";
    }

    private Pairs pairs() {
        Pairs parsed = query;
        if (parsed == null) {
            String raw = wire.getHttpURI().getQuery();
            try {
                parsed = raw == null ? Pairs.NONE : Pairs.parse(raw);
            } catch (IllegalArgumentException e) {
                throw new Invalid("invalid_query_string", "Query validation error: '" + e.getMessage() + "'.");
            }
            query = parsed;
        }
        return parsed;
    }

    private static String mediaType(String declared) {
        int end = declared.indexOf(';');
        return (end < 0 ? declared : declared.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
