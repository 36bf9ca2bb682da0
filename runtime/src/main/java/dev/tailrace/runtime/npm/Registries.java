package dev.tailrace.runtime.npm;

import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.outbound.HostPort;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pure: which registry a package comes from. The one its own dependency names, else the one named by a dependency of
 * the same scope, else the scope's in the settings, else the usual one. It never depends on what a registry has, so that
 * nobody slips a package in by publishing its name elsewhere.
 */
final class Registries {
    private final Npmrc settings;
    private final URI usual;
    private final Map<String, URI> named = new HashMap<>();

    /** @param usual where packages come from of which nothing else is said */
    Registries(Npmrc settings, URI usual, List<Dependency> dependencies) {
        this.settings = settings;
        this.usual = settings.registries().getOrDefault("", usual);
        for (Dependency dependency : dependencies) {
            Npmrc.registryUrl(dependency.registryUrl()).ifPresent(url -> {
                PackageNames.scope(dependency.name()).ifPresent(scope -> named.putIfAbsent(scope, url));
                named.put(dependency.name(), url);
            });
        }
    }

    /** Where this package is described. */
    URI of(String name) {
        URI own = named.get(name);
        if (own != null) {
            return own;
        }
        return PackageNames.scope(name)
                .map(scope -> named.getOrDefault(scope, settings.registries().getOrDefault(scope, usual)))
                .orElse(usual);
    }

    /** Hosts that the server's own settings name: open, wherever they are. */
    static Set<HostPort> trusted(Npmrc settings) {
        return settings.registries().values().stream()
                .map(uri -> new HostPort(uri.getHost(), port(uri)))
                .collect(Collectors.toSet());
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
    }
}
