package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.ApiClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that cannot keep a secret. */
final class PublicClientTest {
    private static final String AUDIENCE = "https://localhost/api/v2/";
    private static final String PASSWORD = "long enough 1";

    @TempDir
    Path data;

    private WholeServer server;
    private ApiClient api;
    private ApiClient anybody;

    @BeforeEach
    void start() throws Exception {
        server = WholeServer.on(data.resolve("data"));
        api = server.first();
        anybody = server.at("localhost");
        var user = api.post("/users", """
            {"connection": "Username-Password-Authentication", "email": "p@b.test", "password": "%s"}
            """.formatted(PASSWORD));
        assertThat(user.status()).as(user.wire().body()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void signs_users_in_by_its_id_alone() throws Exception {
        String id = client("none").text("client_id");
        assertThat(signIn(id, "", PASSWORD).status()).isEqualTo(200);
        assertThat(signIn(id, "", "not this one").text("error")).isEqualTo("invalid_grant");
        assertThat(signIn(id, "some secret", PASSWORD).status())
                .as("it has no secret to show")
                .isEqualTo(401);
    }

    @Test
    void gets_no_token_for_itself() throws Exception {
        String id = client("none").text("client_id");
        api.post("/client-grants", """
            {"client_id": "%s", "audience": "%s", "scope": ["read:users"]}\
            """.formatted(id, AUDIENCE));
        assertThat(anybody.token(id, "", AUDIENCE).status()).isEqualTo(401);
    }

    @Test
    void others_must_show_their_secret() throws Exception {
        Answer made = client("client_secret_post");
        assertThat(signIn(made.text("client_id"), "", PASSWORD).status()).isEqualTo(401);
        assertThat(signIn(made.text("client_id"), made.text("client_secret"), PASSWORD)
                        .status())
                .isEqualTo(200);
    }

    private Answer client(String method) throws Exception {
        return api.post("/clients", """
            {"name": "App", "token_endpoint_auth_method": "%s", "grant_types": ["password", "client_credentials"]}
            """.formatted(method));
    }

    private Answer signIn(String id, String secret, String password) throws Exception {
        return anybody.call("POST", "/oauth/token", """
            {"grant_type": "password", "client_id": "%s", "client_secret": "%s", "username": "p@b.test", "password": "%s"}
            """.formatted(id, secret, password));
    }
}
