package dev.tailrace.engine.directory;

import dev.tailrace.engine.tenant.Secret;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user somebody wants to add.
 *
 * @param localId what follows {@code provider|} in the id; empty for one of ours
 * @param connection name of the connection
 * @param attributes profile fields by their names in the profile, each of the right type
 */
public record NewUser(Optional<String> localId, String connection, Optional<Secret> password, ObjectNode attributes) {}
