package dev.tailrace.server.api;

import java.net.URI;
import java.util.Optional;

/** Which endpoints a webhook may have: absolute URLs, https and public, unless the settings open more. */
@FunctionalInterface
public interface EndpointRule {
    /** Why this one is refused, in words; empty when it is allowed. */
    Optional<String> refuse(URI endpoint);
}
