package dev.tailrace.server.api;

import dev.tailrace.engine.action.ActionChange.SecretEntry;
import dev.tailrace.engine.action.NewAction.NewSecret;
import dev.tailrace.engine.tenant.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The secrets of an action or a module, as clients send them: always the whole list. */
final class SecretBodies {
    private static final int SECRETS = 30;
    private static final int CHARACTERS = 4_096;

    private SecretBodies() {}

    /** Each with its value. */
    static List<NewSecret> made(Fields json, int nameCharacters) {
        return secrets(json, nameCharacters).stream()
                .map(secret -> new NewSecret(
                        secret.name(),
                        secret.value().orElseThrow(() -> secret.json().here("Missing required property: value"))))
                .toList();
    }

    /** One without a value keeps what is stored; empty when nothing is said about secrets. */
    static Optional<List<SecretEntry>> changed(Fields json, int nameCharacters) {
        return json.has("secrets")
                ? Optional.of(secrets(json, nameCharacters).stream()
                        .map(secret -> new SecretEntry(secret.name(), secret.value()))
                        .toList())
                : Optional.empty();
    }

    /** A secret as it was sent, and where in the body it stood. */
    private record Sent(Fields json, String name, Optional<Secret> value) {}

    private static List<Sent> secrets(Fields json, int nameCharacters) {
        List<Sent> secrets = json.objects("secrets", SECRETS).stream()
                .map(item -> new Sent(
                        item,
                        item.text("name", 1, nameCharacters),
                        item.textIfThere("value", 0, CHARACTERS).map(Secret::new)))
                .toList();
        var names = new HashSet<String>();
        for (Sent secret : secrets) {
            if (!names.add(secret.name())) {
                throw secret.json().wrong("name", "There are two secrets of this name");
            }
        }
        return secrets;
    }
}
