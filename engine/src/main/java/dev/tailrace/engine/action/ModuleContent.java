package dev.tailrace.engine.action;

import dev.tailrace.engine.action.Content.ActionSecret;
import dev.tailrace.engine.action.Content.Dependency;
import java.util.List;

/**
 * What an action module, or a version of one, is made of.
 *
 * @param code CommonJS JavaScript, at most 65,536 characters
 */
public record ModuleContent(String code, List<Dependency> dependencies, List<ActionSecret> secrets) {
    public ModuleContent {
        dependencies = List.copyOf(dependencies);
        secrets = List.copyOf(secrets);
    }
}
