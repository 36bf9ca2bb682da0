package dev.tailrace.server.api;

import dev.tailrace.engine.id.RandomIds;
import dev.tailrace.engine.problem.Problem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The public keys by which a client signs its assertions ({@code client_authentication_methods.private_key_jwt}): each
 * is stored with an id of ours, and a client that is sent back may name that alone.
 */
final class ClientKeys {
    static final List<String> ALGORITHMS = List.of("RS256", "RS384", "PS256");
    private static final String METHOD = "private_key_jwt";
    private static final String PATH = ClientRules.AUTHENTICATION + "." + METHOD + ".credentials";
    private static final int KEYS_MAX = 2;
    private static final int PEM_CHARACTERS = 8_192;
    private static final int NAME_CHARACTERS = 128;
    private static final int BITS_MIN = 2_048;
    private static final int BITS_MAX = 8_192;
    private static final RandomIds IDS = RandomIds.secure();

    private ClientKeys() {}

    record Key(String algorithm, RSAPublicKey key) {}

    /** Whether its client shows itself by signed assertions, and by nothing else. */
    static boolean usesKeys(ObjectNode settings) {
        return settings.path(ClientRules.AUTHENTICATION).has(METHOD);
    }

    static List<Key> of(ObjectNode settings) {
        var keys = new ArrayList<Key>();
        for (JsonNode credential : credentials(settings)) {
            rsa(credential.path("pem").asString(""))
                    .ifPresent(key -> keys.add(new Key(credential.path("alg").asString("RS256"), key)));
        }
        return keys;
    }

    /** Checks what was set and completes it, from what is known where only an id was given. */
    static void complete(ObjectNode settings, ObjectNode known) {
        if (!usesKeys(settings)) {
            return;
        }
        Fields method = Fields.of(settings).object(ClientRules.AUTHENTICATION).object(METHOD);
        List<Fields> given = method.objects("credentials", KEYS_MAX);
        if (given.isEmpty()) {
            throw Problem.Invalid.body(PATH, "Array is too short (0), minimum 1");
        }
        var ids = new HashSet<String>();
        for (Fields credential : given) {
            if (!credential.has("pem")) {
                completeFrom(credential, known);
            }
            check(credential);
            ObjectNode node = credential.node();
            if (!node.path("id").isString()) {
                node.put("id", IDS.alphanumeric("cred_", 22));
            }
            if (!ids.add(node.path("id").asString())) {
                throw credential.wrong("id", "This credential is listed twice");
            }
        }
    }

    private static void completeFrom(Fields credential, ObjectNode known) {
        String id = credential.text("id", 1, NAME_CHARACTERS);
        for (JsonNode stored : credentials(known)) {
            if (stored.path("id").asString("").equals(id)) {
                credential.node().setAll((ObjectNode) stored.deepCopy());
                return;
            }
        }
        throw credential.wrong("id", "The client has no such credential");
    }

    private static void check(Fields credential) {
        credential.oneOfIfThere("credential_type", List.of("public_key", "x509_cert"));
        credential.textIfThere("name", 0, NAME_CHARACTERS);
        credential.oneOfIfThere("alg", ALGORITHMS);
        String pem = credential.text("pem", 1, PEM_CHARACTERS);
        int bits = rsa(pem).map(key -> key.getModulus().bitLength()).orElse(0);
        if (bits < BITS_MIN || bits > BITS_MAX) {
            throw credential.wrong(
                    "pem",
                    "Expected an RSA public key or certificate in PEM, of " + BITS_MIN + " to " + BITS_MAX + " bits");
        }
    }

    private static Iterable<JsonNode> credentials(ObjectNode settings) {
        return settings.path(ClientRules.AUTHENTICATION).path(METHOD).path("credentials");
    }

    private static Optional<RSAPublicKey> rsa(String pem) {
        try {
            return pem.contains("BEGIN CERTIFICATE")
                    ? rsa(CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                            .getPublicKey())
                    : rsa(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der(pem))));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty(); // Not a key: whoever asks says so.
        }
    }

    private static Optional<RSAPublicKey> rsa(PublicKey key) {
        return key instanceof RSAPublicKey rsa ? Optional.of(rsa) : Optional.empty();
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder()
                .decode(pem.replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", ""));
    }
}
