package dev.tailrace.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailrace.e2e.tidy.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.io.TempDir;

/** The clients people arrive with, unchanged, one after the other against one packaged server; then the page about them. */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
final class ClientsTest {
    @TempDir
    private static Path folder;

    private static Lab lab;

    @BeforeAll
    static void open() throws Exception {
        lab = new Lab(folder);
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Nested
    @Order(1)
    final class NodeSdk7 extends NodeSdkStories {
        NodeSdk7() {
            super(lab, Client.AUTH0_7);
        }
    }

    @Nested
    @Order(2)
    final class NodeSdk5 extends NodeSdkStories {
        NodeSdk5() {
            super(lab, Client.AUTH0_5);
        }
    }

    @Nested
    @Order(3)
    final class DeployCli8 extends DeployCliStories {
        DeployCli8() {
            super(lab);
        }
    }

    @Nested
    @Order(4)
    final class Libraries {
        @Test
        void eventsource_4_reads_on_after_a_cut() throws Exception {
            lab.run(Client.EVENTSOURCE_4, "eventsource/subscribe.js").is("eventsource/subscribe.jsonl");
        }

        @Test
        void eventsource_2_reads_on_after_a_cut() throws Exception {
            lab.run(Client.EVENTSOURCE_2, "eventsource/subscribe.js").is("eventsource/subscribe.jsonl");
        }

        @Test
        void cloudevents_publishes_in_three_modes() throws Exception {
            lab.run(Client.CLOUDEVENTS, "cloudevents/publish.js").is("cloudevents/publish.jsonl");
            assertThat(lab.inbox.calls("cloudevents"))
                    .extracting(c -> c.at("/body/id").asString())
                    .containsExactlyInAnyOrder(
                            "cloudevents-binary",
                            "cloudevents-structured",
                            "cloudevents-batch 1",
                            "cloudevents-batch 2");
        }
    }

    @Nested
    @Order(5)
    final class JavaSdk3 extends JavaSdkStories {
        JavaSdk3() {
            super(lab);
        }
    }

    @Nested
    @Order(6)
    final class Recorded {
        @Test
        void what_the_auth0_cli_sends() throws Exception {
            new Replay(lab, Client.CLI).run();
        }

        @Test
        void what_the_terraform_provider_sends() throws Exception {
            var replay = new Replay(lab, Client.TERRAFORM);
            replay.run();
            assertThatThrownBy(() -> lab.ours().get("/api/v2/actions/actions/" + replay.kept("action")))
                    .as("deleted with its stream")
                    .hasMessageContaining("404");
        }
    }

    @Nested
    @Order(9)
    final class ThePage {
        @Test
        void says_what_was_seen() throws Exception {
            String seen = new Page(lab.server.base(), lab.observed).text();
            if (Boolean.getBoolean("compatibility.write")) {
                Files.writeString(Page.FILE, seen);
            }
            assertThat(seen)
                    .as("docs/reference/compatibility.md; mvn verify -Dcompatibility.write=true writes it anew")
                    .isEqualTo(Checkout.read(Page.FILE));
        }
    }
}
