package dev.tailrace.jdbc;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.destination.Destination.Authorization;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A destination as a JSON column; its one secret is kept apart. */
final class DestinationJson {
    private DestinationJson() {}

    static String write(Destination destination) {
        ObjectNode node = Json.object();
        switch (destination) {
            case Destination.Webhook(var endpoint, var authorization, var _) -> {
                node.put("kind", "webhook").put("endpoint", endpoint.toString());
                write(node.putObject("authorization"), authorization);
            }
            case Destination.EventBridge(var _, var account, var region, var source) ->
                node.put("kind", "eventbridge")
                        .put("account", account)
                        .put("region", region)
                        .put("partner_event_source", source);
            case Destination.Action(var id) -> node.put("kind", "action").put("action", id.value());
        }
        return Json.text(node);
    }

    static Optional<Secret> secret(Destination destination) {
        return destination instanceof Destination.Webhook(var _, var authorization, var _)
                ? Optional.of(
                        switch (authorization) {
                            case Authorization.Basic(var _, var password) -> password;
                            case Authorization.Bearer(var token) -> token;
                            case Authorization.CustomHeader(var _, var value) -> value;
                        })
                : Optional.empty();
    }

    static Optional<ActionId> action(Destination destination) {
        return destination instanceof Destination.Action(var id) ? Optional.of(id) : Optional.empty();
    }

    static Destination read(TenantId tenant, String json, Optional<Secret> secret) {
        JsonNode node = Json.parse(json);
        String kind = node.path("kind").stringValue();
        return switch (kind) {
            case "webhook" ->
                new Destination.Webhook(
                        URI.create(node.path("endpoint").stringValue()),
                        authorization(node.path("authorization"), secret.orElseThrow()));
            case "eventbridge" ->
                new Destination.EventBridge(
                        tenant,
                        node.path("account").stringValue(),
                        node.path("region").stringValue(),
                        node.path("partner_event_source").stringValue());
            case "action" ->
                new Destination.Action(new ActionId(tenant, node.path("action").stringValue()));
            default -> throw unknown(kind);
        };
    }

    private static void write(ObjectNode node, Authorization authorization) {
        switch (authorization) {
            case Authorization.Basic(var username, var _) ->
                node.put("kind", "basic").put("username", username);
            case Authorization.Bearer _ -> node.put("kind", "bearer");
            case Authorization.CustomHeader(var key, var _) ->
                node.put("kind", "custom_header").put("key", key);
        }
    }

    private static Authorization authorization(JsonNode node, Secret secret) {
        String kind = node.path("kind").stringValue();
        return switch (kind) {
            case "basic" -> new Authorization.Basic(node.path("username").stringValue(), secret);
            case "bearer" -> new Authorization.Bearer(secret);
            case "custom_header" ->
                new Authorization.CustomHeader(node.path("key").stringValue(), secret);
            default -> throw unknown(kind);
        };
    }

    private static IllegalStateException unknown(String kind) {
        return new IllegalStateException("this version knows no destination of kind " + kind);
    }
}
