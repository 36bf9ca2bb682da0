package dev.tailrace.runtime.npm;

import dev.tailrace.engine.destination.Deadline;
import dev.tailrace.outbound.EgressRefused;
import dev.tailrace.outbound.Fetcher;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Packages from registries, asked with their tokens and under the egress policy. */
final class RegistrySource implements PackageSource {
    private static final Duration LOOKUP_MAX = Duration.ofSeconds(10);
    private static final int REDIRECTS_MAX = 5;
    private static final int TRIES = 2;
    private static final String ABBREVIATED = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8";

    private final Fetcher fetcher;
    private final Npmrc settings;
    private final Registries registries;

    RegistrySource(Fetcher fetcher, Npmrc settings, Registries registries) {
        this.fetcher = fetcher;
        this.settings = settings;
        this.registries = registries;
    }

    @Override
    public Answer describe(String name) {
        String path = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%40", "@");
        return get(registries.of(name).resolve(path), Map.of("Accept", ABBREVIATED));
    }

    @Override
    public Answer archive(String tarball) {
        try {
            return get(URI.create(tarball), Map.of());
        } catch (IllegalArgumentException _) {
            return new Answer.Failed("the registry names no URL for its archive");
        }
    }

    private Answer get(URI url, Map<String, String> headers) {
        Answer last = new Answer.Failed("the registry did not answer");
        for (int tried = 0; tried < TRIES; tried++) {
            try {
                return followed(url, headers);
            } catch (EgressRefused e) {
                return new Answer.Failed("its registry " + url.getAuthority() + " may not be called: " + e.reason());
            } catch (IOException e) {
                last = new Answer.Failed("the registry " + url.getAuthority() + " could not be reached: "
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            }
        }
        return last;
    }

    private Answer followed(URI first, Map<String, String> headers) throws IOException {
        URI url = first;
        for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
            var withToken = new HashMap<>(headers);
            settings.authorization(url).ifPresent(a -> withToken.put("Authorization", a.reveal()));
            Fetcher.Fetched fetched = fetcher.get(url, withToken, Deadline.in(LOOKUP_MAX));
            int status = fetched.status();
            if (status == 200) {
                return new Answer.Found(fetched.body());
            }
            fetched.close();
            if (status == 404 || status == 405 || status == 410) {
                return new Answer.Missing();
            }
            if (status < 300 || status >= 400 || fetched.location().isEmpty()) {
                return new Answer.Failed("the registry " + url.getAuthority() + " answered " + status
                        + (status == 401 || status == 403 ? ": it wants a token, or another one" : ""));
            }
            try {
                url = url.resolve(fetched.location());
            } catch (IllegalArgumentException _) {
                return new Answer.Failed("the registry " + url.getAuthority() + " redirects to nowhere");
            }
        }
        return new Answer.Failed("the registry " + first.getAuthority() + " redirects too often");
    }
}
