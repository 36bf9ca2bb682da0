package dev.tailrace.server;

import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.tenant.Application;
import dev.tailrace.engine.tenant.Applications;
import dev.tailrace.engine.tenant.Grant;
import dev.tailrace.engine.tenant.Secret;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.api.ClientCredentials;
import dev.tailrace.server.api.ClientJson;
import dev.tailrace.server.tls.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application a new server begins with: it may do everything, also what newer versions bring. Its id and secret lie
 * in the data directory, as the body of a token request, unless the operator preset them. From then on it is an
 * application like any other: the API may change, rotate or delete it, and no start undoes that.
 */
final class FirstApplication {
    private static final int ID_LENGTH = 32;
    private static final int SECRET_LENGTH = 64;
    private static final JsonMapper MAPPER = new JsonMapper();
    private final RandomIds ids = RandomIds.secure();
    private final TenantStores stores;
    private final TenantId tenant;
    private final InstantSource clock;

    FirstApplication(TenantStores stores, TenantId tenant, InstantSource clock) {
        this.stores = stores;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * @param file where its credentials lie, if they do
     * @param isNew whether it was made just now
     */
    record Made(String clientId, Secret secret, Optional<Path> file, boolean isNew) {}

    /** Empty when the tenant has applications and nobody left valid credentials in the data directory. */
    Optional<Made> ensure(Path data, Optional<Config.Preset> preset) throws IOException {
        if (preset.isPresent()) {
            var given = preset.get();
            saveGiven(given);
            return Optional.of(new Made(given.clientId(), given.secret(), Optional.empty(), false));
        }
        Path file = file(data);
        boolean none = stores.applications().count(tenant, Applications.Filter.ALL) == 0;
        boolean isNew = none && Files.notExists(file);
        if (isNew) {
            // The file goes first: a crash in between leaves credentials that the next start makes true.
            write(file, ids.alphanumeric("", ID_LENGTH), new Secret(ids.alphanumeric("", SECRET_LENGTH)));
        }
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        var kept = read(file);
        if (none) {
            create(kept);
        }
        // Rotated or deleted since: what the file says is over.
        return fits(kept)
                ? Optional.of(new Made(kept.clientId(), kept.secret(), Optional.of(file), isNew))
                : Optional.empty();
    }

    static Path file(Path data) {
        return data.resolve("first-application.json");
    }

    private boolean fits(Config.Preset credentials) {
        return stores.applications()
                .find(tenant, credentials.clientId())
                .filter(one -> one.secretHash().equals(ClientCredentials.hash(credentials.secret())))
                .isPresent();
    }

    /** What the operator set counts at each start. */
    private void saveGiven(Config.Preset given) {
        var known = stores.applications().find(tenant, given.clientId());
        if (known.isEmpty()) {
            create(given);
        } else if (!fits(given)) {
            stores.applications().update(known.get().withSecretHash(ClientCredentials.hash(given.secret())));
        }
    }

    private void create(Config.Preset credentials) {
        var made = new Application(
                tenant,
                credentials.clientId(),
                ClientCredentials.hash(credentials.secret()),
                ClientJson.ofOurs("First application"),
                clock.instant());
        stores.applications().create(made, List.of(Grant.ofEverything(made, ids.alphanumeric("cgr_", 16))));
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
}
