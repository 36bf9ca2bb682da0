package dev.tailrace.server.ui;

import dev.tailrace.server.http.Admission;
import dev.tailrace.server.http.Route;
import java.util.List;

/** Pure: the Management API a second time, below {@code /ui/api}, for whoever has a session. */
public final class Mounted {
    private static final String API = "/api/v2/";
    private static final String HERE = "/ui/api/";

    private Mounted() {}

    /** The same scopes, bounds and handlers. A session makes no links: its life would have no end. */
    public static List<Route> of(List<Route> routes) {
        return routes.stream()
                .filter(route -> route.admission() == Admission.TOKEN
                        && route.path().startsWith(API)
                        && !route.path().equals(LinksApi.PATH))
                .map(route -> new Route(
                        route.method(),
                        HERE + route.path().substring(API.length()),
                        route.scopes(),
                        Admission.SESSION,
                        route.bodyBytesMax(),
                        route.handler()))
                .toList();
    }
}
