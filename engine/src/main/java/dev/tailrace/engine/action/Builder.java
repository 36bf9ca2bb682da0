package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Action.BuildError;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns a draft into something that can run, or says why not. */
public interface Builder {
    /** Blocks, for seconds where dependencies are installed. */
    Build build(Content draft) throws InterruptedException;

    /**
     * What is wrong with a module's code by itself, before any action uses it. A builder that does not read code finds
     * nothing.
     *
     * @throws dev.tailrace.engine.problem.Problem.Unavailable when it could not be looked at now
     */
    default Optional<BuildError> check(String module, String code) throws InterruptedException {
        return Optional.empty();
    }

    /**
     * Removes what was installed and is not used any more; never called beside a build. A builder that installs nothing
     * has nothing to do.
     *
     * @param used whether some draft or version still needs what has this key
     */
    default void free(Predicate<String> used) {}

    /** What a build came to. */
    sealed interface Build {
        /** @param ofModules for each module of the draft, in its order */
        record Built(Packages packages, List<Packages> ofModules) implements Build {
            /** Nothing installed, no modules. */
            public static final Built PLAIN = new Built(Packages.NONE, List.of());

            public Built {
                ofModules = List.copyOf(ofModules);
            }
        }

        /** @param errors at least one */
        record Failed(List<BuildError> errors) implements Build {
            public Failed {
                errors = List.copyOf(errors);
            }
        }
    }
}
