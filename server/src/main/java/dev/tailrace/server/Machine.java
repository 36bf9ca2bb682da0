package dev.tailrace.server;

import dev.tailrace.runtime.WorkerHost;
import dev.tailrace.runtime.sandbox.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the overview tells of the machine: how far actions are kept apart, the disk, the workers. */
record Machine(WorkerHost host, Path data, int processesMax) {
    private static final Logger LOG = LoggerFactory.getLogger(Machine.class);

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Optional<Isolation> reached = host.reached();
        json.putObject("isolation")
                .put("level", reached.map(one -> one.level().name()).orElse(null))
                .put("text", reached.map(Isolation::text).orElse("being tried"));
        ObjectNode disk = json.putObject("disk");
        try {
            var store = Files.getFileStore(data);
            disk.put("free_bytes", store.getUsableSpace()).put("total_bytes", store.getTotalSpace());
        } catch (IOException e) {
            LOG.debug("the disk of {} does not say how full it is", data, e);
        }
        json.putObject("workers").put("processes", host.processes()).put("max", processesMax);
        return json;
    }
}
