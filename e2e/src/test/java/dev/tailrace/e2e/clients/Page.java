package dev.tailrace.e2e.clients;

import dev.tailrace.e2e.tidy.Checkout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** docs/reference/compatibility.md, written from what the server answers and what the clients did. */
final class Page {
    static final Path FILE = Checkout.ROOT.resolve("docs/reference/compatibility.md");

    private static final String HEAD = """
        # Compatibility

        Which endpoints of the public contract there are, and what the clients people arrive with can do. This page is
        written by `ClientsTest`, which runs the clients unchanged against the packaged server over HTTPS;
        `mvn verify -Dcompatibility.write=true` writes it anew, and the build fails when it differs.

        ## Endpoints

        *supported*: as in the contract; *partly*: with what the note says; *not*: there is no such endpoint here.
        A ✓ means that this client called the endpoint in that run and succeeded.
        """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final Observed observed;

    /** @param base plain HTTP address of the server */
    Page(URI base, Observed observed) {
        this.base = base;
        this.observed = observed;
    }

    String text() throws IOException, InterruptedException {
        var page = new StringBuilder(HEAD).append('\n');
        List<Client> columns = Arrays.stream(Client.values()).toList();
        for (Client client : columns) {
            page.append(columns.indexOf(client) + 1)
                    .append(". ")
                    .append(client.title)
                    .append('\n');
        }
        String group = "";
        for (Endpoint endpoint : Endpoint.all()) {
            if (!endpoint.group().equals(group)) {
                group = endpoint.group();
                page.append("\n### ").append(group).append("\n\n").append(header(columns));
            }
            page.append(row(endpoint, columns));
        }
        page.append("\n## Clients\n");
        for (Client client : columns) {
            page.append("\n### ").append(client.title).append("\n\n| call | result |\n|---|---|\n");
            observed.results(client)
                    .forEach((call, result) -> page.append("| ")
                            .append(cell(call))
                            .append(" | ")
                            .append(cell(result))
                            .append(" |\n"));
        }
        return page.toString();
    }

    private static String header(List<Client> columns) {
        String numbers = columns.stream()
                .map(c -> Integer.toString(columns.indexOf(c) + 1))
                .collect(Collectors.joining(" | "));
        return "| endpoint | here | note | " + numbers + " |\n|---|---|---|" + ":-:|".repeat(columns.size()) + "\n";
    }

    private String row(Endpoint endpoint, List<Client> columns) throws IOException, InterruptedException {
        String marks = columns.stream()
                .map(client -> observed.succeeded(client, endpoint) ? "✓" : "")
                .collect(Collectors.joining(" | "));
        return "| `" + endpoint.method() + " " + endpoint.path() + "` | " + state(endpoint) + " | "
                + cell(endpoint.note()) + " | " + marks + " |\n";
    }

    private String state(Endpoint endpoint) throws IOException, InterruptedException {
        if (!offered(endpoint)) {
            return "not";
        }
        return endpoint.note().isEmpty() ? "supported" : "partly";
    }

    /** Whether the server has a route for it: OPTIONS tells the methods of a path. */
    private boolean offered(Endpoint endpoint) throws IOException, InterruptedException {
        URI place = base.resolve(endpoint.path().replaceAll("\\{[a-zA-Z_]+}", "x"));
        var answer = http.send(
                HttpRequest.newBuilder(place)
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        return answer.headers().firstValue("Allow").stream()
                .flatMap(methods -> Arrays.stream(methods.split(", ")))
                .anyMatch(endpoint.method()::equals);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
