package dev.tailrace.runtime.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What {@code probe.js} tries from the inside, and at which levels a wall must stop it. */
enum SelfTest {
    FILES("read a file of the host", Level.L1),
    ENVIRONMENT("find variables in its environment", Level.L1),
    FIRST_ENVIRONMENT("read the environment of process 1", Level.L1),
    SETTINGS("open a setting of the kernel for writing", Level.L1),
    SPAWN("start a program", Level.L1),
    SIGNAL("send the server a signal", Level.L2),
    CONNECT("connect to a port of the host", Level.L3),
    ROOT("write a file outside /tmp", Level.L3),
    UNFILTERED("run without a system call filter", Level.L3);

    private final String words;
    private final Level stoppedFrom;

    SelfTest(String words, Level stoppedFrom) {
        this.words = words;
        this.stoppedFrom = stoppedFrom;
    }

    /** Pure: what got through at this level though it must not; what was not tried, too. */
    static List<String> failures(Level level, JsonNode report) {
        var failures = new ArrayList<String>();
        for (SelfTest test : values()) {
            String name = test.name().toLowerCase(Locale.ROOT);
            if (level.atLeast(test.stoppedFrom)
                    && !report.path(name).asString("").equals("stopped")) {
                failures.add(test.words);
            }
        }
        return failures;
    }
}
