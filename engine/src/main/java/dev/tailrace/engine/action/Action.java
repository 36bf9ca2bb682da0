package dev.tailrace.engine.action;

import dev.tailrace.engine.destination.Destination.ActionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A customer's function: one draft that may change, and at most one deployed version that runs.
 *
 * @param revision grows by one with every stored change; an update that does not follow the stored revision is refused
 * @param errors what the last build of the draft said; empty unless {@code status} is {@code FAILED}
 * @param builtAt when the draft was last built
 * @param allChangesDeployed whether the deployed version equals the draft
 */
public record Action(
        ActionId id,
        String name,
        Trigger trigger,
        Content draft,
        Status status,
        List<BuildError> errors,
        Optional<Instant> builtAt,
        Optional<ActionVersion> deployed,
        boolean allChangesDeployed,
        long revision,
        Instant createdAt,
        Instant updatedAt) {

    public Action {
        errors = List.copyOf(errors);
    }

    /** Pure: its build has begun. */
    Action building() {
        return next(draft, Status.BUILDING, List.of(), Optional.empty(), deployed, allChangesDeployed);
    }

    /** Pure: its build has ended. */
    Action built(Builder.Build build, Instant at) {
        return switch (build) {
            case Builder.Build.Built well ->
                next(draft.with(well), Status.BUILT, List.of(), Optional.of(at), deployed, allChangesDeployed);
            case Builder.Build.Failed(var reasons) ->
                next(draft, Status.FAILED, reasons, Optional.empty(), deployed, allChangesDeployed);
        };
    }

    /** Pure: this version runs from now on. */
    Action deploying(ActionVersion version) {
        return next(draft, status, errors, builtAt, Optional.of(version), draft.equals(version.content()));
    }

    /** Pure: this version runs from now on, and the draft is what it was made of. */
    Action deployingWithDraft(ActionVersion version) {
        return next(
                version.content(), Status.BUILT, List.of(), Optional.of(version.builtAt()), Optional.of(version), true);
    }

    private Action next(
            Content nextDraft,
            Status nextStatus,
            List<BuildError> nextErrors,
            Optional<Instant> nextBuiltAt,
            Optional<ActionVersion> nextDeployed,
            boolean nextAllDeployed) {
        return new Action(
                id,
                name,
                trigger,
                nextDraft,
                nextStatus,
                nextErrors,
                nextBuiltAt,
                nextDeployed,
                nextAllDeployed,
                revision + 1,
                createdAt,
                updatedAt);
    }

    /** What makes it run; here always {@code event-stream} v1. */
    public record Trigger(String id, String version) {
        public static final Trigger EVENT_STREAM = new Trigger("event-stream", "v1");
    }

    /** Where the build of a draft stands (actions §2). */
    public enum Status {
        PENDING,
        BUILDING,
        BUILT,
        FAILED
    }

    /** One reason why a build failed. */
    public record BuildError(String id, String message, String url) {}
}
