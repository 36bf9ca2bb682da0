package dev.tailrace.server.types;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * TypeScript declarations of an action's two arguments: {@code Event}, whose message is one of the types given, and
 * {@code EventStreamAPI}. They are ambient: a file that holds them declares them for all others. The form of both is that
 * of the contract, actions, sections 5 and 6.
 */
public final class Declarations {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> OURS = Set.of("Message", "Event", "EventStreamAPI", "CachedValue", "CacheFailure");
    private static final String HEAD = """
        /** A CloudEvent, as an action gets it. */
        interface Message<Type extends string, Data> {
          id: string;
          /** What happened. */
          type: Type;
          source: string;
          specversion: string;
          /** When it happened, RFC 3339. */
          time: string;
          data: Data;
          a0tenant: string;
          a0stream?: string;
          /** Only in events that were made to try a stream. */
          a0purpose?: 'test';
        }

        """;
    private static final String API = """
        interface CachedValue {
          value: string;
          /** Milliseconds since 1970. */
          expires_at: number;
        }

        interface CacheFailure {
          type: 'error';
          code: string;
        }

        interface EventStreamAPI {
          /** Kept between runs, for at most 24 hours and 15 minutes if nothing is said; it may be empty at any time. */
          cache: {
            get(key: string): CachedValue | undefined;
            /** Of ttl (milliseconds from now) and expires_at (milliseconds since 1970) the earlier holds. */
            set(
              key: string,
              value: string,
              options?: { ttl?: number; expires_at?: number },
            ): { type: 'success'; record: CachedValue } | CacheFailure;
            delete(key: string): { type: 'success' } | CacheFailure;
          };
          message: {
            /** The run counts as failed, for this reason, and is repeated as after an error. */
            fail(reason: string): void;
          };
        }
        """;

    private Declarations() {}

    /** @param types those the message may be of; none declares a message of any type */
    public static String of(List<Entry> types) {
        Map<String, String> shared = new LinkedHashMap<>();
        var aliases = new StringBuilder();
        var names = new ArrayList<String>();
        for (Entry type : types) {
            String name = free(name(type.type().value()), names);
            names.add(name);
            aliases.append(SchemaType.comment(type.description()))
                    .append("type %s = Message<%s, %s>;%n%n"
                            .formatted(name, SchemaType.quoted(type.type().value()), data(type, shared)));
        }
        String message = names.isEmpty() ? "Message<string, any>" : String.join(" | ", names);
        return HEAD + shared.values().stream().collect(Collectors.joining()) + aliases + """
            interface Event {
              message: %s;
              /** The action's own secrets, by name. */
              secrets: { readonly [name: string]: string };
            }

            """.formatted(message) + API;
    }

    /** {@code user.created} is {@code UserCreated}. */
    private static String name(String type) {
        String name = Arrays.stream(type.split("[^a-z0-9]+"))
                .filter(part -> !part.isEmpty())
                .map(SchemaType::interfaceName)
                .collect(Collectors.joining());
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** Names that differ only in their dots may become the same word. */
    private static String free(String name, List<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free) || OURS.contains(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private static String data(Entry type, Map<String, String> shared) {
        if (type.schema().isEmpty()) {
            return "any";
        }
        JsonNode schema = JSON.readTree(type.schema().get());
        // The server's own types share their definitions; two of a tenant's may mean different things by one name.
        var types = new SchemaType(schema, type.kind() != Kind.OWN);
        String data = types.of(schema);
        types.reached().forEach(name -> define(name, schema, shared));
        return data;
    }

    private static void define(String definition, JsonNode schema, Map<String, String> shared) {
        if (shared.containsKey(definition)) {
            return;
        }
        shared.put(definition, "");
        var types = new SchemaType(schema, true);
        String body = types.of(schema.path("$defs").path(definition));
        shared.put(definition, "type " + SchemaType.interfaceName(definition) + " = " + body + ";\n\n");
        types.reached().forEach(name -> define(name, schema, shared));
    }
}
