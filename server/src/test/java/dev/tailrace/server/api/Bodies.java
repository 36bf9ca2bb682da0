package dev.tailrace.server.api;

/** Request bodies that tests share. */
final class Bodies {
    static final String BEARER = """
        {"type":"webhook","configuration":{"webhook_endpoint":"https://hooks.example.test/auth0",\
        "webhook_authorization":{"method":"bearer","token":"s3cr3t"}}}\
        """;
    static final String EVENT_BRIDGE = """
        {"type":"eventbridge","configuration":{"aws_account_id":"123456789012","aws_region":"eu-west-1"}}\
        """;
    static final String CODE = "exports.onExecuteEventStream = async (event, api) => {};\n";

    private Bodies() {}

    static String bearer(String name) {
        return stream(name, BEARER);
    }

    static String stream(String name, String destination) {
        return """
            {"name":"%s","subscriptions":[{"event_type":"user.created"},{"event_type":"user.deleted"}],"destination":%s}\
            """.formatted(name, destination);
    }

    static String action(String id) {
        return """
            {"type":"action","configuration":{"action_id":"%s"}}\
            """.formatted(id);
    }

    /** Of a change: the destination is a webhook of this configuration. */
    static String destination(String configuration) {
        return "{\"destination\":" + webhook(configuration) + "}";
    }

    static String webhook(String configuration) {
        return "{\"type\":\"webhook\",\"configuration\":" + configuration + "}";
    }

    /** An action with one secret and one dependency. */
    static String action() {
        return """
            {"name":"welcome-mail","supported_triggers":[{"id":"event-stream","version":"v1"}],"code":"%s",\
            "runtime":"node22","dependencies":[{"name":"lodash","version":"4.17.21"}],\
            "secrets":[{"name":"API_KEY","value":"s3cr3t"}]}\
            """.formatted(CODE.replace("\n", "\\n"));
    }
}
