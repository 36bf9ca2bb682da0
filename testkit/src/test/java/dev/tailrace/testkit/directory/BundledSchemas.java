package dev.tailrace.testkit.directory;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tailrace.engine.event.BundledEventCatalog;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventTypeStore;
import dev.tailrace.engine.tenant.TenantId;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What the engine itself says about the data of an event type. */
final class BundledSchemas {
    private static final BundledEventCatalog CATALOG = new BundledEventCatalog(new EventTypeStore() {
        @Override
        public void save(TenantId tenant, Entry entry) {
            throw new UnsupportedOperationException("nothing is registered here");
        }

        @Override
        public List<Entry> list(TenantId tenant) {
            return List.of();
        }
    });

    private BundledSchemas() {}

    static List<Error> problems(Event event) {
        String schema =
                CATALOG.find(Town.TENANT, event.type()).orElseThrow().schema().orElseThrow();
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonMapper.shared().readTree(schema))
                .validate(Town.data(event));
    }
}
