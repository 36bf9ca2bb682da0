package dev.tailrace.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a folder in the directory layout of auth0-deploy-cli says: the bodies of its actions, with their code, and of its
 * event streams, by name.
 */
record Project(Map<String, ObjectNode> actions, Map<String, ObjectNode> streams) {
    /** Fields of deploy-cli's files that a server does not take. */
    private static final List<String> NOT_SENT = List.of("deployed", "status");

    static Project read(Path folder) throws BadProject {
        Keywords keywords = Keywords.of(folder);
        Map<String, ObjectNode> actions = new TreeMap<>();
        for (ObjectNode action : bodies(folder, "actions", keywords)) {
            Path code = folder.resolve(action.path("code").asString("")).normalize();
            if (!code.toAbsolutePath()
                    .normalize()
                    .startsWith(folder.toAbsolutePath().normalize())) {
                throw new BadProject("the code of action " + name(action) + " lies outside of " + folder);
            }
            action.put("code", keywords.replaced(Texts.of(code), code));
            actions.put(name(action), action.remove(NOT_SENT));
        }
        Map<String, ObjectNode> streams = new TreeMap<>();
        for (ObjectNode stream : bodies(folder, "event-streams", keywords)) {
            String type = stream.at("/destination/type").asString("");
            String action = stream.at("/destination/configuration/action_id").asString("");
            if (type.equals("action") && !actions.containsKey(action)) {
                throw new BadProject("event stream " + name(stream) + " runs the action " + action
                        + ", which is not in the folder actions");
            }
            streams.put(name(stream), stream);
        }
        if (actions.isEmpty() && streams.isEmpty()) {
            throw new BadProject(folder + " has neither actions/*.json nor event-streams/*.json; tailrace init NAME"
                    + " writes a folder to begin with");
        }
        return new Project(actions, streams);
    }

    private static List<ObjectNode> bodies(Path folder, String kind, Keywords keywords) throws BadProject {
        var bodies = new ArrayList<ObjectNode>();
        for (Path file : files(folder.resolve(kind))) {
            if (!(Texts.json(keywords.replaced(Texts.of(file), file), file) instanceof ObjectNode body)) {
                throw new BadProject(file + " is not a JSON object");
            }
            if (name(body).isEmpty()) {
                throw new BadProject(file + " has no name");
            }
            bodies.add(body);
        }
        return bodies;
    }

    private static List<Path> files(Path folder) throws BadProject {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BadProject("cannot read " + folder + ": " + e.getMessage());
        }
    }

    private static String name(ObjectNode body) {
        return body.path("name").asString("");
    }
}
