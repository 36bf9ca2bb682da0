package dev.tailrace.testkit;

import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** The memory backend keeps what every backend keeps. */
final class MemoryBackendTest {
    @Nested
    class Log extends EventLogContract {
        @Override
        protected Backend open(InstantSource clock) {
            return new MemoryBackend(clock);
        }
    }

    @Nested
    class Deliveries extends DeliveryStoreContract {
        @Override
        protected Backend open(InstantSource clock) {
            return new MemoryBackend(clock);
        }
    }

    @Nested
    class Moved extends MovesContract {
        @Override
        protected Backend open(InstantSource clock) {
            return new MemoryBackend(clock);
        }
    }
}
