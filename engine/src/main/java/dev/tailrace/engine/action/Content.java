package dev.tailrace.engine.action;

import dev.tailrace.engine.tenant.Secret;
import java.time.Instant;
import java.util.List;

/**
 * What a draft or a version is made of.
 *
 * @param code CommonJS JavaScript, at most 100 kB
 * @param runtime as the client wrote it, for example {@code node22}
 */
public record Content(String code, String runtime, List<Dependency> dependencies, List<ActionSecret> secrets) {
    public Content {
        dependencies = List.copyOf(dependencies);
        secrets = List.copyOf(secrets);
    }

    /** An npm package the code requires; the registry is empty for the public one. */
    public record Dependency(String name, String version, String registryUrl) {}

    /** A named secret: written, never read back. */
    public record ActionSecret(String name, Secret value, Instant updatedAt) {}
}
