package dev.tailrace.server;

import dev.tailrace.engine.tenant.TenantStores;
import dev.tailrace.server.api.Audited;
import dev.tailrace.server.http.Hosts;
import dev.tailrace.server.http.Route;
import dev.tailrace.server.ui.Attempts;
import dev.tailrace.server.ui.DashboardFiles;
import dev.tailrace.server.ui.Links;
import dev.tailrace.server.ui.LinksApi;
import dev.tailrace.server.ui.Mounted;
import dev.tailrace.server.ui.PagesApi;
import dev.tailrace.server.ui.SessionApi;
import dev.tailrace.server.ui.Sessions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The dashboard's side of the server, put together. */
record Dashboard(DashboardFiles files, Sessions sessions, Links links, List<Route> own) {
    /** @param own the routes that are the dashboard's alone */
    Dashboard {
        own = List.copyOf(own);
    }

    static Dashboard of(TenantStores stores, Hosts hosts, Sessions sessions, Audited audited, InstantSource clock) {
        var files = new DashboardFiles(Dashboard.class.getClassLoader());
        var links = new Links(clock);
        var session = new SessionApi(sessions, links, new Attempts(clock), stores.applications(), hosts);
        var own = Stream.concat(session.routes().stream(), new LinksApi(links).routes().stream())
                .map(audited::watch)
                .toList();
        return new Dashboard(files, sessions, links, own);
    }

    /** With what is there already a second time, for who has a session, and the pages. */
    List<Route> routes(List<Route> api) {
        var pages = new PagesApi(files, new SecureRandom());
        return Stream.of(own, Mounted.of(api), pages.routes())
                .flatMap(List::stream)
                .toList();
    }
}
