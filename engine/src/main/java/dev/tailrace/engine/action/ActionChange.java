package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Content.Dependency;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client wants to be different about an action; what is empty stays. */
public record ActionChange(
        Optional<String> name,
        Optional<String> code,
        Optional<String> runtime,
        Optional<List<Dependency>> dependencies,
        Optional<List<SecretEntry>> secrets,
        Optional<List<PinnedModule.Wish>> modules) {
    public ActionChange {
        dependencies = dependencies.map(List::copyOf);
        modules = modules.map(List::copyOf);
        secrets = secrets.map(List::copyOf);
    }

    /** One entry of the whole new list of secrets; without a value the stored one is kept. */
    public record SecretEntry(String name, Optional<Secret> value) {}

    /** Whether the draft must be built again. */
    boolean touchesDraft() {
        return code.isPresent()
                || runtime.isPresent()
                || dependencies.isPresent()
                || secrets.isPresent()
                || modules.isPresent();
    }

    boolean isEmpty() {
        return name.isEmpty() && !touchesDraft();
    }

    /**
     * Pure: the action after this change.
     *
     * @param pinned the modules it carries then
     */
    Action applied(Action old, List<PinnedModule> pinned, Instant now) {
        boolean rebuild = touchesDraft();
        Content draft = new Content(
                code.orElse(old.draft().code()),
                runtime.orElse(old.draft().runtime()),
                dependencies.orElse(old.draft().dependencies()),
                secrets.map(entries -> secrets(entries, old.draft().secrets(), now))
                        .orElse(old.draft().secrets()),
                rebuild ? Packages.NONE : old.draft().packages(),
                rebuild
                        ? pinned.stream().map(PinnedModule::unbuilt).toList()
                        : old.draft().modules());
        return new Action(
                old.id(),
                name.orElse(old.name()),
                old.trigger(),
                draft,
                rebuild ? Action.Status.PENDING : old.status(),
                rebuild ? List.of() : old.errors(),
                rebuild ? Optional.empty() : old.builtAt(),
                old.deployed(),
                false,
                old.revision() + 1,
                old.createdAt(),
                now);
    }

    static List<ActionSecret> secrets(List<SecretEntry> entries, List<ActionSecret> stored, Instant now) {
        var next = new ArrayList<ActionSecret>();
        for (int i = 0; i < entries.size(); i++) {
            SecretEntry entry = entries.get(i);
            String path = "secrets[" + i + "].value";
            next.add(entry.value()
                    .map(value -> new ActionSecret(entry.name(), value, now))
                    .orElseGet(() -> kept(entry.name(), stored, path)));
        }
        return next;
    }

    private static ActionSecret kept(String name, List<ActionSecret> stored, String path) {
        return stored.stream()
                .filter(secret -> secret.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.Invalid.body(path, "A secret that is not stored yet needs a value"));
    }
}
