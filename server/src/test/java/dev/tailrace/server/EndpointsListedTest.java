package dev.tailrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.server.http.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list behind the page on compatibility has every endpoint that the server answers. */
final class EndpointsListedTest {
    private static final Path LIST = Path.of("../e2e/src/test/resources/clients/endpoints.txt");

    @TempDir
    Path data;

    @Test
    void none_is_forgotten() throws Exception {
        try (var server = WholeServer.on(data.resolve("data"))) {
            Set<String> served = server.routes().stream()
                    .filter(route -> !route.path().startsWith("/ui"))
                    .map(EndpointsListedTest::shown)
                    .collect(Collectors.toCollection(TreeSet::new));
            served.removeAll(listed());
            assertThat(served).as("endpoints that %s does not have", LIST).isEmpty();
        }
    }

    private static Set<String> listed() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> line.matches("[A-Z]+ /.*"))
                .map(line -> shown(line.split("[ |]+")[0], line.split("[ |]+")[1]))
                .collect(Collectors.toSet());
    }

    private static String shown(Route route) {
        return shown(route.method(), route.path());
    }

    /** Whatever a parameter is called. */
    private static String shown(String method, String path) {
        return method + " " + path.replaceAll("\\{[^}]*}", "{}");
    }
}
