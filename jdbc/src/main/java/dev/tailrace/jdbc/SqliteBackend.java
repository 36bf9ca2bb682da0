package dev.tailrace.jdbc;

import dev.tailrace.engine.action.ActionEgressStore;
import dev.tailrace.engine.action.ActionStore;
import dev.tailrace.engine.action.Executions;
import dev.tailrace.engine.action.ModuleStore;
import dev.tailrace.engine.audit.Audit;
import dev.tailrace.engine.audit.AuditLog;
import dev.tailrace.engine.delivery.DeliveryStore;
import dev.tailrace.engine.delivery.Erasures;
import dev.tailrace.engine.delivery.FailureLimits;
import dev.tailrace.engine.delivery.KeptSuccesses;
import dev.tailrace.engine.directory.ConnectionUsers;
import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.Entities;
import dev.tailrace.engine.directory.EntitySearch;
import dev.tailrace.engine.directory.OrganizationOrder;
import dev.tailrace.engine.directory.ScimTokens;
import dev.tailrace.engine.event.EventTypeStore;
import dev.tailrace.engine.log.EventLog;
import dev.tailrace.engine.problem.StorageException;
import dev.tailrace.engine.stream.Streams;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.engine.tenant.Tenants;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** Everything the engine keeps, in one data directory on this machine. Threads may share it. */
public final class SqliteBackend implements AutoCloseable {
    /** Hashes in memory before they are written; two runs at most are there at a time, 2 MB each. */
    private static final int IDS_RUN = 50_000;

    private final DataDirectory directory;
    private final Database database;
    private final EventLog log;
    private final DeliveryStore deliveries;
    private final SqliteStreams streams;
    private final ActionStore actions;
    private final ActionEgressStore actionEgress;
    private final ModuleStore modules;
    private final Directory users;
    private final Entities entities;
    private final EntitySearch entitySearch;
    private final OrganizationOrder organizationOrder;
    private final ConnectionUsers connectionUsers;
    private final ScimTokens scimTokens;
    private final TenantStores tenants;
    private final EventTypeStore eventTypes;
    private final LaterWrites later;
    private final SqliteAudit audit;
    private final Executions executions;
    private final Retention retention;
    private final TenantRemoval tenantRemoval;
    private final Erasures erasures;
    private final Erasing erasing;
    private final LogTail tail;
    private final SecretBox box;

    private SqliteBackend(DataDirectory directory, Opened opened, InstantSource clock, Tuning tuning) {
        this.directory = directory;
        this.database = opened.database();
        var appended = new Listeners<TenantId>();
        this.log = new SqliteEventLog(
                database,
                opened.tail(),
                opened.logTenants(),
                opened.recent(),
                appended,
                opened.meta().logId());
        this.deliveries = new SqliteDeliveryStore(database, tuning.limits(), tuning.successes());
        this.streams = new SqliteStreams(database, opened.tail(), opened.box(), clock);
        var _ = deliveries.onDisabled(disabled -> streams.changed(disabled.stream()));
        this.actions = new SqliteActionStore(database, opened.box());
        this.actionEgress = new SqliteActionEgress(database);
        this.modules = new SqliteModuleStore(database, opened.box());
        this.users = new SqliteDirectory(database, opened.tail(), appended);
        this.entities = new SqliteEntities(database);
        this.entitySearch = new SqliteEntitySearch(database);
        this.organizationOrder = new SqliteOrganizationOrder(database);
        this.connectionUsers = new SqliteConnectionUsers(database);
        this.scimTokens = new SqliteScimTokens(database);
        this.tenants = new TenantStores(
                new SqliteTenants(database, opened.box(), clock),
                new SqliteApplications(database),
                new SqliteGrants(database),
                new SqliteResourceServers(database),
                new SqlitePermissions(database),
                new SqliteOrganizationGrants(database),
                new SqliteTenantSettings(database),
                new SqliteAssertions(database, clock),
                new SqliteDashboardSessions(database));
        this.eventTypes = new SqliteEventTypeStore(database);
        this.later = new LaterWrites(database);
        this.audit = new SqliteAudit(database, later, clock);
        this.executions = new SqliteExecutions(database, later, tuning.successes(), clock);
        this.retention = new Retention(database, opened.tail());
        this.tenantRemoval = new TenantRemoval(database, streams, opened.tail());
        this.erasures = new SqliteErasures(database);
        this.erasing = new Erasing(database, opened.logTenants(), opened.recent());
        this.tail = opened.tail();
        this.box = opened.box();
    }

    /**
     * Opens a data directory, which is made when it is not there.
     *
     * @param keyFile holds the key of the secrets; where none is named, {@code secret.key} in the data directory, which
     *     is made for a new one
     * @param limits when a stream is disabled because of its failures
     * @param successes which of them stay visible
     * @throws CannotOpen when another server uses it, the key does not fit, or it cannot be used for another reason
     */
    public static SqliteBackend open(
            Path dataDir, Optional<Path> keyFile, InstantSource clock, FailureLimits limits, KeptSuccesses successes) {
        return open(dataDir, keyFile, clock, new Tuning(IDS_RUN, Optional.empty(), limits, successes));
    }

    /** As above, with what is set where nothing is. */
    public static SqliteBackend open(Path dataDir, Optional<Path> keyFile, InstantSource clock) {
        return open(dataDir, keyFile, clock, Tuning.DEFAULT);
    }

    /** What tests make small. */
    record Tuning(int idsRun, Optional<IdHash> idHash, FailureLimits limits, KeptSuccesses successes) {
        static final Tuning DEFAULT = new Tuning(IDS_RUN, Optional.empty());

        Tuning(int idsRun, Optional<IdHash> idHash) {
            this(idsRun, idHash, FailureLimits.DEFAULT, KeptSuccesses.DEFAULT);
        }
    }

    static SqliteBackend open(Path dataDir, Optional<Path> keyFile, InstantSource clock, Tuning tuning) {
        DataDirectory directory = DataDirectory.open(dataDir, keyFile);
        try {
            return new SqliteBackend(directory, Opened.open(directory, keyFile, clock, tuning), clock, tuning);
        } catch (SQLException e) {
            directory.close();
            String why = Failures.full(e) ? "the disk is full" : e.getMessage();
            throw new CannotOpen("Cannot open the database " + directory.database() + ": " + why, e);
        } catch (StorageException e) {
            directory.close();
            throw new CannotOpen("Cannot open the database " + directory.database() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    public EventLog log() {
        return log;
    }

    public DeliveryStore deliveries() {
        return deliveries;
    }

    public Streams streams() {
        return streams;
    }

    public ActionStore actions() {
        return actions;
    }

    public ActionEgressStore actionEgress() {
        return actionEgress;
    }

    public ModuleStore modules() {
        return modules;
    }

    public Directory directory() {
        return users;
    }

    public Entities entities() {
        return entities;
    }

    public OrganizationOrder organizationOrder() {
        return organizationOrder;
    }

    public EntitySearch entitySearch() {
        return entitySearch;
    }

    public ConnectionUsers connectionUsers() {
        return connectionUsers;
    }

    public ScimTokens scimTokens() {
        return scimTokens;
    }

    public Tenants tenants() {
        return tenants.tenants();
    }

    /** Tenants, and who may do what in them. */
    public TenantStores tenantStores() {
        return tenants;
    }

    public EventTypeStore eventTypes() {
        return eventTypes;
    }

    /** Takes notes. */
    public Audit audit() {
        return audit;
    }

    /** Reads them. */
    public AuditLog auditLog() {
        return audit;
    }

    public Executions executions() {
        return executions;
    }

    public Retention retention() {
        return retention;
    }

    public TenantRemoval tenantRemoval() {
        return tenantRemoval;
    }

    /** Takes requests to erase. */
    public Erasures erasures() {
        return erasures;
    }

    /** Carries them out. */
    public Erasing erasing() {
        return erasing;
    }

    public StoreFigures figures() {
        return new StoreFigures(tail.stored(), database.writer().waiting());
    }

    /** What keeps it from storing anything, in words that anybody may read; empty while all is well. */
    public Optional<String> trouble() {
        return new Room(database).trouble();
    }

    /** 32 bytes that only this installation knows, the same at every start; another purpose has others. */
    public byte[] derivedKey(String purpose) {
        return box.derived(purpose);
    }

    /** For tests that have to reach below. */
    Database database() {
        return database;
    }

    /** What was handed in is committed; later calls fail. */
    @Override
    public void close() {
        try {
            later.close();
            database.close();
        } finally {
            directory.close();
        }
    }

    /** The running parts. */
    private record Opened(
            Database database, LogTail tail, LogTenants logTenants, Recent recent, SecretBox box, Meta meta) {

        static Opened open(DataDirectory directory, Optional<Path> keyFile, InstantSource clock, Tuning tuning)
                throws SQLException {
            Session session = Sqlite.writer(directory.database());
            try {
                SecretBox box = KeyFile.open(directory, keyFile, session);
                Meta meta = Meta.open(session);
                var logTenants = new LogTenants();
                var recent = new Recent();
                var tail = new LogTail(
                        clock, tuning.idHash().orElse(meta.idHash()), new IdIndex(tuning.idsRun()), logTenants, recent);
                var readers = new Readers(directory.database());
                return new Opened(started(session, tail, readers), tail, logTenants, recent, box, meta);
            } catch (SQLException | RuntimeException e) {
                session.close();
                throw e;
            }
        }

        /** The first work, which changes nothing, loads what is kept in memory. */
        private static Database started(Session session, LogTail tail, Readers readers) {
            var database = new Database(new Writer(session, tail), readers);
            try {
                database.write(_ -> true);
                return database;
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        }
    }
}
