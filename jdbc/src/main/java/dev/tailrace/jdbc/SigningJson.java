package dev.tailrace.jdbc;

import dev.tailrace.engine.destination.Destination;
import dev.tailrace.engine.destination.SigningSecret;
import dev.tailrace.engine.tenant.Secret;
import java.util.List;
import java.util.Optional;

/** What a webhook's calls are signed with, as one text to be sealed. */
final class SigningJson {
    private SigningJson() {}

    /** Empty where nothing is signed. */
    static Optional<Secret> secret(Destination destination) {
        if (!(destination instanceof Destination.Webhook webhook)
                || webhook.signing().isEmpty()) {
            return Optional.empty();
        }
        var list = Json.array();
        for (SigningSecret one : webhook.signing()) {
            list.addObject()
                    .put("id", one.id())
                    .put("secret", one.secret().reveal())
                    .put("created_at", Nanos.of(one.createdAt()));
        }
        return Optional.of(new Secret(Json.text(list)));
    }

    static List<SigningSecret> read(Secret opened) {
        return Json.parse(opened.reveal())
                .valueStream()
                .map(node -> new SigningSecret(
                        node.path("id").stringValue(),
                        new Secret(node.path("secret").stringValue()),
                        Nanos.instant(node.path("created_at").longValue())))
                .toList();
    }
}
