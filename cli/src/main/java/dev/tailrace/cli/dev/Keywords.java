package dev.tailrace.cli.dev;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Values that files name instead of holding them, as auth0-deploy-cli replaces them: {@code ##NAME##} by the text,
 * {@code @@NAME@@} by the JSON of {@code AUTH0_KEYWORD_REPLACE_MAPPINGS} in {@code config.json}.
 */
record Keywords(Map<String, JsonNode> values) {
    static final String MAPPINGS = "AUTH0_KEYWORD_REPLACE_MAPPINGS";
    private static final Pattern NAMED = Pattern.compile("##([A-Za-z0-9_]+)##|\"?@@([A-Za-z0-9_]+)@@\"?");

    /** Those of a folder; none where it has no {@code config.json}. */
    static Keywords of(Path folder) throws BadProject {
        Path config = folder.resolve("config.json");
        Map<String, JsonNode> values = new TreeMap<>();
        if (Files.exists(config)) {
            Texts.json(config).path(MAPPINGS).properties().forEach(one -> values.put(one.getKey(), one.getValue()));
        }
        return new Keywords(values);
    }

    /** @param file names the text in a message */
    String replaced(String text, Path file) throws BadProject {
        var replaced = new StringBuilder();
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            boolean asText = named.group(1) != null;
            String name = asText ? named.group(1) : named.group(2);
            JsonNode value = values.get(name);
            if (value == null) {
                throw new BadProject(
                        file + " names " + named.group() + ", which " + MAPPINGS + " of config.json does not have");
            }
            named.appendReplacement(
                    replaced,
                    Matcher.quoteReplacement(asText && value.isString() ? value.asString() : value.toString()));
        }
        return named.appendTail(replaced).toString();
    }
}
