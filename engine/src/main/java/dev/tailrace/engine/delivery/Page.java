package dev.tailrace.engine.delivery;

import java.util.List;
import java.util.Optional;

/** Part of a list, and the key after which the next part begins; no key at the end. */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
