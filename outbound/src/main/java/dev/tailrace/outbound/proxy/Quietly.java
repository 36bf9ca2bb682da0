package dev.tailrace.outbound.proxy;

import java.io.IOException;
import java.nio.channels.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what nobody waits for any more. */
final class Quietly {
    private static final Logger log = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing {}: {}", channel, e.toString());
        }
    }
}
