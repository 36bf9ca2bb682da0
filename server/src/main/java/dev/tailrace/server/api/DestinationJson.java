package dev.tailrace.server.api;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.destination.Destination.EventBridge;
import dev.tailrace.engine.destination.Destination.Webhook;
import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The destination of a stream, read and written. */
final class DestinationJson {
    private static final List<String> TYPES = List.of("webhook", "eventbridge", "action");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final List<String> REGIONS = List.of(
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "sa-east-1",
            "us-gov-east-1",
            "us-gov-west-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2");
    private final WebhookJson webhooks;
    private final RandomIds ids;

    DestinationJson(EndpointRule endpoints, RandomIds ids) {
        this.webhooks = new WebhookJson(endpoints);
        this.ids = ids;
    }

    /** The destination of a new stream. */
    Destination fromJson(TenantId tenant, Fields json) {
        json.only("type", "configuration");
        String type = json.oneOf("type", TYPES);
        Fields configuration = json.object("configuration");
        return switch (type) {
            case "webhook" -> webhooks.fromJson(configuration);
            case "eventbridge" -> eventBridge(tenant, configuration);
            default -> action(tenant, configuration);
        };
    }

    /** Another destination for a stream that has one: a webhook for a webhook, whose secret may stay unsaid. */
    Destination changed(Destination stored, Fields json) {
        json.only("type", "configuration");
        String type = json.oneOf("type", TYPES);
        if (!type.equals(typeOf(stored))) {
            throw json.wrong("type", "The destination type of a stream is fixed: " + typeOf(stored));
        }
        return switch (stored) {
            case Webhook webhook -> webhooks.changed(webhook, json.object("configuration"));
            case EventBridge _, Destination.Action _ ->
                throw json.here("The destination of a stream of type " + type + " cannot be changed");
        };
    }

    static ObjectNode toJson(Destination destination) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", typeOf(destination));
        ObjectNode configuration = json.putObject("configuration");
        switch (destination) {
            case Webhook webhook -> WebhookJson.write(webhook, configuration);
            case EventBridge bridge ->
                configuration
                        .put("aws_region", bridge.region())
                        .put("aws_account_id", bridge.accountId())
                        .put("aws_partner_event_source", bridge.partnerEventSource());
            case Destination.Action action ->
                configuration.put("action_id", action.id().value());
        }
        return json;
    }

    private Destination eventBridge(TenantId tenant, Fields json) {
        json.only("aws_account_id", "aws_region");
        String account = json.text("aws_account_id", 12, 12);
        if (!ACCOUNT.matcher(account).matches()) {
            throw json.wrong("aws_account_id", "String does not match pattern: ^[0-9]{12}$");
        }
        String region = json.oneOf("aws_region", REGIONS);
        String source = "aws.partner/auth0.com/" + tenant + "-" + ids.uuid() + "/auth0.events";
        return new EventBridge(tenant, account, region, source);
    }

    private static Destination action(TenantId tenant, Fields json) {
        json.only("action_id");
        String id = json.text("action_id", 1, 64);
        if (!UUID.matcher(id).matches()) {
            throw json.wrong("action_id", "Object didn't pass validation for format uuid");
        }
        return new Destination.Action(new ActionId(tenant, id));
    }

    private static String typeOf(Destination destination) {
        return switch (destination) {
            case Webhook _ -> "webhook";
            case EventBridge _ -> "eventbridge";
            case Destination.Action _ -> "action";
        };
    }
}
