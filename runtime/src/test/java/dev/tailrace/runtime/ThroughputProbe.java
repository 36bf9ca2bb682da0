package dev.tailrace.runtime;

import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

final class ThroughputProbe {
    public static void main(String[] args) throws Exception {
        int inFlight = Integer.parseInt(args[0]);
        int events = Integer.parseInt(args[1]);
        var action = Actions.handler("");
        try (var actions = new Actions(RuntimeSettings.DEFAULT)) {
            String data = "{\"object\":{\"user_id\":\"auth0|1\",\"note\":\"" + "x".repeat(850) + "\"}}";
            for (int rep = 0; rep < 5; rep++) {
                var failed = new AtomicInteger();
                long start = System.nanoTime();
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    var slots = new Semaphore(inFlight);
                    for (int i = 0; i < events; i++) {
                        slots.acquire();
                        int n = i;
                        threads.submit(() -> {
                            try {
                                if (actions.run(action, Actions.event("e" + n, data))
                                        .error()
                                        .isPresent()) failed.incrementAndGet();
                            } finally {
                                slots.release();
                            }
                            return null;
                        });
                    }
                }
                System.out.printf(
                        "%d in flight: %.0f/s, failed %d%n",
                        inFlight, events / ((System.nanoTime() - start) / 1e9), failed.get());
            }
        }
    }
}
