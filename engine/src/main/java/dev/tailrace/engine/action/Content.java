package dev.tailrace.engine.action;

import dev.tailrace.engine.tenant.Secret;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a draft or a version is made of.
 *
 * @param code CommonJS JavaScript, at most 100 kB
 * @param runtime as the client wrote it, for example {@code node22}
 * @param dependencies as the client wrote them: a version may be a range, a tag or empty
 * @param packages what they came to; none until it is built
 * @param modules the module versions the code may require, three at most
 */
public record Content(
        String code,
        String runtime,
        List<Dependency> dependencies,
        List<ActionSecret> secrets,
        Packages packages,
        List<PinnedModule> modules) {
    public Content {
        dependencies = List.copyOf(dependencies);
        secrets = List.copyOf(secrets);
        modules = List.copyOf(modules);
    }

    /** Not built yet, without modules. */
    public Content(String code, String runtime, List<Dependency> dependencies, List<ActionSecret> secrets) {
        this(code, runtime, dependencies, secrets, Packages.NONE, List.of());
    }

    /** Pure: built with these packages. */
    Content with(Builder.Build.Built built) {
        var builtModules = IntStream.range(0, modules.size())
                .mapToObj(i -> modules.get(i).with(built.ofModules().get(i)))
                .toList();
        return new Content(code, runtime, dependencies, secrets, built.packages(), builtModules);
    }

    /** Pure: carrying these modules. */
    public Content with(List<PinnedModule> pinned) {
        return new Content(code, runtime, dependencies, secrets, packages, pinned);
    }

    /** Pure: with these secrets besides or instead of its own of the same names. */
    public Content with(Map<String, Secret> others, Instant now) {
        var all = new LinkedHashMap<String, ActionSecret>();
        secrets.forEach(s -> all.put(s.name(), s));
        others.forEach((name, value) -> all.put(name, new ActionSecret(name, value, now)));
        return new Content(code, runtime, dependencies, List.copyOf(all.values()), packages, modules);
    }

    /** Every secret, its own and those of its modules. */
    Stream<ActionSecret> allSecrets() {
        return Stream.concat(secrets.stream(), modules.stream().flatMap(m -> m.content().secrets().stream()));
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
