package dev.tailrace.engine.action;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Code that several actions share: one draft that may change, and versions that actions name and that never change.
 *
 * @param latest the newest published version
 * @param revision grows by one with every stored change; an update that does not follow the stored revision is refused
 */
public record ActionModule(
        ModuleId id,
        String name,
        ModuleContent draft,
        Optional<ModuleVersion> latest,
        long revision,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether the newest version is what the draft is. */
    public boolean allPublished() {
        return latest.filter(version -> version.content().equals(draft)).isPresent();
    }

    /** Pure: its draft is this from now on. */
    ActionModule with(ModuleContent next, Instant now) {
        return new ActionModule(id, name, next, latest, revision + 1, createdAt, now);
    }

    /** Pure: with one more version, made of the draft. */
    ActionModule published(String versionId, Instant now) {
        int number = latest.map(ModuleVersion::number).orElse(0) + 1;
        var version = new ModuleVersion(id, versionId, number, draft, now);
        return new ActionModule(id, name, draft, Optional.of(version), revision + 1, createdAt, now);
    }

    /** Pure: a version of it as an action carries it. */
    PinnedModule pinned(ModuleVersion version) {
        var ref = new PinnedModule.Ref(id.value(), name, version.id(), version.number());
        return new PinnedModule(ref, version.content(), Packages.NONE);
    }

    /** What a client says when it makes a module. */
    public record New(
            String name, String code, List<Content.Dependency> dependencies, List<NewAction.NewSecret> secrets) {
        public New {
            dependencies = List.copyOf(dependencies);
            secrets = List.copyOf(secrets);
        }
    }

    /** What a client wants to be different about a module's draft; what is empty stays. */
    public record Change(
            Optional<String> code,
            Optional<List<Content.Dependency>> dependencies,
            Optional<List<ActionChange.SecretEntry>> secrets) {
        public Change {
            dependencies = dependencies.map(List::copyOf);
            secrets = secrets.map(List::copyOf);
        }

        ModuleContent applied(ModuleContent old, Instant now) {
            return new ModuleContent(
                    code.orElse(old.code()),
                    dependencies.orElse(old.dependencies()),
                    secrets.map(entries -> ActionChange.secrets(entries, old.secrets(), now))
                            .orElse(old.secrets()));
        }
    }
}
