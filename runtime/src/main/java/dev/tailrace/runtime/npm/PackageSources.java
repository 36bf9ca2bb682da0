package dev.tailrace.runtime.npm;

import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.Fetcher;
import dev.tailrace.outbound.Resolver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the packages of builds come from on this server. Threads may share it. */
public final class PackageSources implements AutoCloseable {
    private final Npmrc settings;
    private final Fetcher fetcher;
    private final Optional<PackageSource> folder;
    private volatile Optional<URI> usual = Optional.empty();

    /** @param policy for registries that the settings do not name */
    public PackageSources(Npmrc settings, EgressPolicy policy) {
        this(settings, policy, Optional.empty());
    }

    /**
     * As above.
     *
     * @param folder of archives, from which all packages come then, whatever their registry; none is called
     */
    public PackageSources(Npmrc settings, EgressPolicy policy, Optional<Path> folder) {
        this.settings = settings;
        this.folder = folder.map(PackageFolder::new);
        this.fetcher = new Fetcher(policy.opening(Registries.trusted(settings)), Resolver.SYSTEM, settings.caFile());
    }

    /** Finds out which registry is used where nobody names one. */
    public interface Usual {
        String ask() throws IOException, InterruptedException;
    }

    /** For a build of these dependencies. */
    public PackageSource of(List<Dependency> dependencies, Usual npm) throws IOException, InterruptedException {
        if (folder.isPresent()) {
            return folder.get();
        }
        return new RegistrySource(fetcher, settings, new Registries(settings, usual(npm), dependencies));
    }

    /** Whether a dependency may name this registry; empty names none. */
    public static boolean validRegistry(String url) {
        return url.isEmpty() || Npmrc.registryUrl(url).isPresent();
    }

    @Override
    public void close() throws IOException {
        fetcher.close();
    }

    private URI usual(Usual npm) throws IOException, InterruptedException {
        URI named = settings.registries().get("");
        if (named != null) {
            return named;
        }
        if (usual.isEmpty()) {
            String text = npm.ask();
            usual = Npmrc.registryUrl(text);
        }
        return usual.orElseThrow(() -> new IOException("npm does not say which registry it uses"));
    }
}
