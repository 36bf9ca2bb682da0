package dev.tailrace.engine.action;

import java.util.Optional;

/**
 * A module's version as a draft or a version of an action carries it: a copy, so that what was built stays whole when
 * the module changes or goes.
 *
 * @param packages what its dependencies came to when the action was built
 */
public record PinnedModule(Ref ref, ModuleContent content, Packages packages) {

    /** Which version of which module; in code it is {@code require('actions:<name>')}. */
    public record Ref(String id, String name, String versionId, int number) {}

    /** Pure: to be built again. */
    PinnedModule unbuilt() {
        return new PinnedModule(ref, content, Packages.NONE);
    }

    PinnedModule with(Packages built) {
        return new PinnedModule(ref, content, built);
    }

    /**
     * Which version of which module a client wants: the module by id or name, the version by id or number, else the
     * newest.
     */
    public record Wish(
            Optional<String> id, Optional<String> name, Optional<String> versionId, Optional<Integer> number) {

        boolean means(Ref ref) {
            return (versionId.isPresent() || number.isPresent())
                    && id.orElse(ref.id()).equals(ref.id())
                    && name.orElse(ref.name()).equals(ref.name())
                    && versionId.orElse(ref.versionId()).equals(ref.versionId())
                    && number.orElse(ref.number()) == ref.number();
        }
    }
}
