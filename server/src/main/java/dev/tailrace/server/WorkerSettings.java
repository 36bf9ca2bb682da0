package dev.tailrace.server;

import java.nio.file.Path;
import java.util.List;

/** How many worker processes there are, what they cost together, and on which Node they run. */
final class WorkerSettings {
    static final Setting<Path> NODE22 = Setting.of(
            "node22",
            "path",
            "",
            Forms::path,
            "The Node 22 of actions whose runtime is `node22`. Without it the pinned one of the build; where there is"
                    + " none, builds of such actions say so.");
    static final Setting<Integer> PER_ACTION = Setting.number(
            "actions.processes-per-action",
            "2",
            1,
            64,
            "Processes that one busy action may have: another is started while the event loop of the first is full.");
    static final Setting<Integer> WARM = Setting.number(
            "actions.warm",
            "2",
            0,
            64,
            "Started, empty processes kept ready for each Node that actions use; 0 keeps none.");
    static final Setting<Long> BUDGET = Setting.size(
            "actions.budget",
            "1GiB",
            64L * 1024 * 1024,
            1024L * 1024 * 1024 * 1024,
            "Memory that all worker processes may use together (shared pages counted by share); those idle for longest"
                    + " are ended first.");

    static final List<Setting<?>> ALL = List.of(NODE22, PER_ACTION, WARM, BUDGET);

    private WorkerSettings() {}
}
