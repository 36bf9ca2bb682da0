package dev.tailrace.server;

import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.Tenants;
import dev.tailrace.server.api.ClientCredentials;
import dev.tailrace.server.tls.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application a new server begins with: it may do everything. Its id and secret lie in the data directory, as the
 * body of a token request, unless the operator preset them.
 */
final class FirstApplication {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 32;
    private static final int SECRET_LENGTH = 64;
    private static final JsonMapper MAPPER = new JsonMapper();
    private final Tenants tenants;
    private final TenantId tenant;
    private final List<String> scopes;
    private final InstantSource clock;

    /** @param scopes everything there is */
    FirstApplication(Tenants tenants, TenantId tenant, List<String> scopes, InstantSource clock) {
        this.tenants = tenants;
        this.tenant = tenant;
        this.scopes = List.copyOf(scopes);
        this.clock = clock;
    }

    /**
     * @param file where its credentials lie, if they do
     * @param isNew whether it was made just now
     */
    record Made(String clientId, Secret secret, Optional<Path> file, boolean isNew) {}

    /** Empty when the tenant has applications and nobody left the first one's credentials in the data directory. */
    Optional<Made> ensure(Path data, Optional<Config.Preset> preset) throws IOException {
        if (preset.isPresent()) {
            var given = preset.get();
            save(given.clientId(), given.secret());
            return Optional.of(new Made(given.clientId(), given.secret(), Optional.empty(), false));
        }
        Path file = file(data);
        boolean isNew = Files.notExists(file) && tenants.applications(tenant).isEmpty();
        if (isNew) {
            // The file goes first: a crash in between leaves credentials that the next start makes true.
            write(file, random(ID_LENGTH), new Secret(random(SECRET_LENGTH)));
        }
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        var kept = read(file);
        save(kept.clientId(), kept.secret());
        return Optional.of(new Made(kept.clientId(), kept.secret(), Optional.of(file), isNew));
    }

    static Path file(Path data) {
        return data.resolve("first-application.json");
    }

    /** Also brings scopes that a newer version knows. */
    private void save(String clientId, Secret secret) {
        String hash = ClientCredentials.hash(secret);
        var known = tenants.application(tenant, clientId);
        if (known.filter(one -> one.secretHash().equals(hash) && one.scopes().equals(scopes))
                .isPresent()) {
            return;
        }
        String name = known.map(Application::name).orElse("First application");
        var since = known.map(Application::createdAt).orElseGet(clock::instant);
        tenants.save(new Application(tenant, clientId, name, hash, scopes, since));
    }

    private static void write(Path file, String clientId, Secret secret) throws IOException {
        var json = MAPPER.createObjectNode()
                .put("grant_type", "client_credentials")
                .put("client_id", clientId)
                .put("client_secret", secret.reveal());
        KeptFile.write(file, json.toPrettyString() + "\n", KeptFile.OURS);
    }

    private static Config.Preset read(Path file) throws IOException {
        try {
            var json = MAPPER.readTree(Files.readString(file));
            String id = json.path("client_id").asString("");
            String secret = json.path("client_secret").asString("");
            if (!id.isEmpty() && !secret.isEmpty()) {
                return new Config.Preset(id, new Secret(secret));
            }
        } catch (JacksonException _) {
            // Said below; what the parser quotes may be the secret.
        }
        throw new IOException(file + " does not hold client_id and client_secret; move it away to get a new one");
    }

    private static String random(int length) {
        var random = new SecureRandom();
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
