package dev.tailrace.jdbc;

import dev.tailrace.testkit.Backend;
import dev.tailrace.testkit.DeliveryStoreContract;
import dev.tailrace.testkit.EventLogContract;
import dev.tailrace.testkit.MovesContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** SQLite keeps what every backend keeps. */
final class SqliteContractTest {
    @Nested
    class Log extends EventLogContract {
        @Override
        protected Backend open(InstantSource clock) {
            return SqliteTestBackend.open(clock);
        }
    }

    @Nested
    class Deliveries extends DeliveryStoreContract {
        @Override
        protected Backend open(InstantSource clock) {
            return SqliteTestBackend.open(clock);
        }
    }

    @Nested
    class Moved extends MovesContract {
        @Override
        protected Backend open(InstantSource clock) {
            return SqliteTestBackend.open(clock);
        }
    }
}
