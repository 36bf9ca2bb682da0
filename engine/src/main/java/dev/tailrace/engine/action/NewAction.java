package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.engine.tenant.Secret;
import java.util.List;

/** What a client says when it makes an action. */
public record NewAction(
        String name,
        String code,
        String runtime,
        List<Dependency> dependencies,
        List<NewSecret> secrets,
        List<PinnedModule.Wish> modules) {
    public NewAction {
        dependencies = List.copyOf(dependencies);
        modules = List.copyOf(modules);
        secrets = List.copyOf(secrets);
    }

    /** A secret with its value. */
    public record NewSecret(String name, Secret value) {}
}
