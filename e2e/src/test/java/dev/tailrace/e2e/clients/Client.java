package dev.tailrace.e2e.clients;

/** A client people arrive with, in one version. */
enum Client {
    AUTH0_7("auth0-7", "npm `auth0` 7.1.0"),
    AUTH0_5("auth0-5", "npm `auth0` 5.14.1"),
    DEPLOY_CLI("auth0-deploy-cli", "npm `auth0-deploy-cli` 8.44.0"),
    JAVA("java", "Maven `com.auth0:auth0` 3.2.0"),
    EVENTSOURCE_4("eventsource-4", "npm `eventsource` 4.1.0"),
    EVENTSOURCE_2("eventsource-2", "npm `eventsource` 2.0.2"),
    CLOUDEVENTS("cloudevents", "npm `cloudevents` 10.0.0"),
    CLI("cli", "`auth0` CLI 1.33, by recorded requests"),
    TERRAFORM("terraform", "Terraform provider `auth0` 1.55, by recorded requests");

    /** Its folder in node_modules, or its short name. */
    final String id;

    final String title;

    Client(String id, String title) {
        this.id = id;
        this.title = title;
    }
}
