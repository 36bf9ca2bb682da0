package dev.tailrace.benchmarks;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/**
 * How long lists and filters take with many users and deliveries beside few: the same calls to two servers in turn, so
 * that what else happens on the machine happens to both.
 */
final class ListLatency {
    private static final int FEW = 1_000;
    private static final double TARGET = 3;
    private final List<String> serve;
    private final Path folder;
    private final Plan plan;
    private final Lines lines;
    private final SplittableRandom random = new SplittableRandom(1);

    /** @param serve how to start a server, up to and with {@code serve} */
    ListLatency(List<String> serve, Path folder, Plan plan, Lines lines) {
        this.serve = serve;
        this.folder = folder;
        this.plan = plan;
        this.lines = lines;
    }

    void run() throws IOException, InterruptedException {
        int many = plan.listed();
        try (var few = Filled.start(serve, folder.resolve("lists-few"), FEW, lines);
                var lots = Filled.start(serve, folder.resolve("lists-many"), many, lines)) {
            for (String kind : kinds(few).keySet()) {
                compare(kind, few, lots);
            }
        }
    }

    private void compare(String kind, Filled few, Filled many) throws IOException, InterruptedException {
        IntFunction<String> ofFew = Objects.requireNonNull(kinds(few).get(kind));
        IntFunction<String> ofMany = Objects.requireNonNull(kinds(many).get(kind));
        int calls = plan.listCalls();
        var fewMicros = new long[calls];
        var manyMicros = new long[calls];
        for (int i = -calls / 2; i < calls; i++) {
            long a = few.micros(ofFew.apply(random.nextInt(few.size)));
            long b = many.micros(ofMany.apply(random.nextInt(many.size)));
            if (i >= 0) {
                fewMicros[i] = a;
                manyMicros[i] = b;
            }
        }
        double p99Few = Figures.millis(Figures.percentile(fewMicros, 0.99));
        double p99Many = Figures.millis(Figures.percentile(manyMicros, 0.99));
        double ratio = Figures.rounded(p99Many / p99Few, 2);
        lines.print(
                "result",
                Lines.fields(
                        "workload",
                        "lists",
                        "query",
                        kind,
                        "few_p50_ms",
                        Figures.millis(Figures.percentile(fewMicros, 0.5)),
                        "few_p99_ms",
                        p99Few,
                        "many_p50_ms",
                        Figures.millis(Figures.percentile(manyMicros, 0.5)),
                        "many_p99_ms",
                        p99Many,
                        "p99_ratio",
                        ratio,
                        "target_ratio",
                        TARGET,
                        "met",
                        ratio <= TARGET));
    }

    /** The path of a call about the user or delivery of this number. */
    private static Map<String, IntFunction<String>> kinds(Filled of) {
        var kinds = new LinkedHashMap<String, IntFunction<String>>();
        String users = "/api/v2/users?";
        kinds.put("users, first page, total", _ -> users + "include_totals=true");
        kinds.put("users, page 20", _ -> users + "page=19");
        kinds.put("users, from a checkpoint", n -> users + "take=50&from=" + of.cursor(of.userCursors, n));
        kinds.put("users, of a connection", _ -> users + "connection=Username-Password-Authentication");
        kinds.put("users, sort=name:-1", _ -> users + "sort=name:-1");
        kinds.put("users, sort=created_at:-1, total", _ -> users + "sort=created_at:-1&include_totals=true");
        kinds.put("q=email", n -> users + q("email:\"" + Population.email(n) + "\""));
        kinds.put(
                "q=name:x*, total",
                n -> users + q("name:" + Population.firstName(n % 1_000).substring(0, 4) + "*")
                        + "&include_totals=true");
        kinds.put("q=app_metadata.seat", n -> users + q("app_metadata.seat:" + n));
        kinds.put(
                "q=app_metadata.plan (a tenth of all), total",
                _ -> users + q("app_metadata.plan:pro") + "&include_totals=true");
        kinds.put(
                "q=plan AND given_name",
                n -> users
                        + q("app_metadata.plan:pro AND given_name:" + Population.firstName(n / 10 * 10 * 7 % 1_000)));
        kinds.put(
                "q=email OR email",
                n -> users + q("email:(\"" + Population.email(n) + "\" OR \"" + Population.email(n / 2) + "\")"));
        kinds.put("q=email_verified AND NOT plan", _ -> users + q("email_verified:true AND NOT app_metadata.plan:pro"));
        kinds.put("users-by-email", n -> "/api/v2/users-by-email?email=" + Population.email(n));
        kinds.put("one user", n -> "/api/v2/users/" + encoded(Population.id(n)));
        String deliveries = "/api/v2/event-streams/" + Population.STREAM + "/deliveries?take=50";
        kinds.put("deliveries, first page", _ -> deliveries);
        kinds.put("deliveries, from a checkpoint", n -> deliveries + "&from=" + of.cursor(of.deliveryCursors, n));
        kinds.put(
                "deliveries, from a date",
                n -> deliveries + "&date_from="
                        + encoded(of.population
                                .time(n)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString()));
        kinds.put("deliveries, rare type", _ -> deliveries + "&event_types=" + Population.RARE.value());
        return kinds;
    }

    private static String q(String query) {
        return "search_engine=v3&q=" + encoded(query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A server on a directory that was filled before. */
    private static final class Filled implements AutoCloseable {
        private static final int CURSORS = 20;
        private final int size;
        private final Population population;
        private final BenchServer server;
        private final Api api;
        private final List<String> userCursors;
        private final List<String> deliveryCursors;

        private Filled(int size, Population population, BenchServer server, Api api)
                throws IOException, InterruptedException {
            this.size = size;
            this.population = population;
            this.server = server;
            this.api = api;
            this.userCursors = cursors("/api/v2/users?take=40");
            this.deliveryCursors = cursors("/api/v2/event-streams/" + Population.STREAM + "/deliveries?take=40");
        }

        static Filled start(List<String> serve, Path data, int size, Lines lines)
                throws IOException, InterruptedException {
            long began = System.nanoTime();
            var population = new Population(size);
            population.fill(data);
            lines.print(
                    "filled", Lines.fields("users", size, "deliveries", size, "s", (System.nanoTime() - began) / 1e9));
            var server = BenchServer.start(serve, data, data.resolveSibling(data.getFileName() + ".log"));
            return new Filled(size, population, server, new Api(server.base(), server.data()));
        }

        String cursor(List<String> cursors, int number) {
            return cursors.get(number % cursors.size());
        }

        long micros(String path) throws IOException, InterruptedException {
            long began = System.nanoTime();
            api.get(path);
            return (System.nanoTime() - began) / 1_000;
        }

        private List<String> cursors(String path) throws IOException, InterruptedException {
            var cursors = new ArrayList<String>();
            String from = "";
            for (int i = 0; i < CURSORS; i++) {
                JsonNode page = api.get(path + from);
                cursors.add(page.path("next").asString());
                from = "&from=" + cursors.getLast();
            }
            return cursors;
        }

        @Override
        public void close() {
            api.close();
            server.close();
        }
    }
}
