package dev.tailrace.engine.action;

import dev.tailrace.engine.tenant.Secret;
import java.time.Instant;
import java.util.List;

/**
 * What a draft or a version is made of.
 *
 * @param code CommonJS JavaScript, at most 100 kB
 * @param runtime as the client wrote it, for example {@code node22}
 * @param dependencies as the client wrote them: a version may be a range, a tag or empty
 * @param packages what they came to; none until it is built
 */
public record Content(
        String code, String runtime, List<Dependency> dependencies, List<ActionSecret> secrets, Packages packages) {
    public Content {
        dependencies = List.copyOf(dependencies);
        secrets = List.copyOf(secrets);
    }

    /** Not built yet. */
    public Content(String code, String runtime, List<Dependency> dependencies, List<ActionSecret> secrets) {
        this(code, runtime, dependencies, secrets, Packages.NONE);
    }

    /** Pure: built with these packages. */
    Content with(Packages built) {
        return new Content(code, runtime, dependencies, secrets, built);
    }

    /** The dependencies as they were installed; as they were wished before that. */
    public List<Dependency> dependenciesShown() {
        return packages.resolved().isEmpty() ? dependencies : packages.resolved();
    }

    /** An npm package the code requires; the registry is empty for the public one. */
    public record Dependency(String name, String version, String registryUrl) {}

    /** A named secret: written, never read back. */
    public record ActionSecret(String name, Secret value, Instant updatedAt) {}
}
