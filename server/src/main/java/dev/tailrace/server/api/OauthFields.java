package dev.tailrace.server.api;

import dev.tailrace.engine.problem.Problem.Invalid;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a token request; each is text. */
record OauthFields(ObjectNode json) {
    Optional<String> text(String name) {
        var value = json.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new Invalid("invalid_request", "Parameter " + name + " must be a string.");
        }
        return Optional.of(value.asString()).filter(text -> !text.isEmpty());
    }

    String wanted(String name) {
        return text(name)
                .orElseThrow(() -> new Invalid("invalid_request", "Missing required parameter: " + name + "."));
    }
}
