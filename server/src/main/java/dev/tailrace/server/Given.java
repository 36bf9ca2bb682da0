package dev.tailrace.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** What the user set, as text with where it stood: flags go before the environment, that before the file. */
final class Given {
    /** Variables that are the launcher's and the command line's. */
    private static final Set<String> NOT_OURS =
            Set.of("TAILRACE_JAVA_HOME", "TAILRACE_JAVA_OPTIONS", "TAILRACE_URL", "TAILRACE_TOKEN", "TAILRACE_CA");

    private static final String CONFIG_VARIABLE = "TAILRACE_CONFIG";
    private static final String CONFIG = "config";
    private static final String FILE = "-file";
    private final List<Map<String, Text>> strongestFirst;

    private record Text(String value, String source) {}

    private Given(List<Map<String, Text>> strongestFirst) {
        this.strongestFirst = strongestFirst;
    }

    /** @param flags what follows {@code serve} */
    static Given read(List<String> flags, Map<String, String> environment) {
        var fromFlags = flags(flags);
        Text named = fromFlags.remove(CONFIG);
        String file = named == null ? environment.getOrDefault(CONFIG_VARIABLE, "") : named.value();
        return new Given(
                List.of(fromFlags, environment(environment), file.isEmpty() ? Map.of() : file(Forms.path(file))));
    }

    <T> T of(Setting<T> setting) {
        return optional(setting).orElseThrow(() -> new IllegalStateException(setting.name() + " has no default"));
    }

    <T> Optional<T> optional(Setting<T> setting) {
        for (var layer : strongestFirst) {
            Text plain = layer.get(setting.name());
            Text inFile = setting.secret() ? layer.get(setting.name() + FILE) : null;
            if (plain != null && inFile != null) {
                throw new BadSetting(plain.source() + " and " + inFile.source() + " are both set; keep one");
            }
            if (plain != null) {
                return Optional.of(setting.parse(plain.value(), plain.source()));
            }
            if (inFile != null) {
                return Optional.of(setting.parse(content(inFile), "the content of " + inFile.source()));
            }
        }
        return setting.preset().isEmpty()
                ? Optional.empty()
                : Optional.of(setting.parse(setting.preset(), "the default of " + setting.name()));
    }

    private static Map<String, Text> flags(List<String> flags) {
        var found = new HashMap<String, Text>();
        for (int i = 0; i < flags.size(); i++) {
            String word = flags.get(i);
            int equals = word.indexOf('=');
            String flag = equals < 0 ? word : word.substring(0, equals);
            String name = name(flag);
            boolean alone = name.equals(Settings.ALLOW_LOCAL.name());
            boolean hasNext = i + 1 < flags.size() && !flags.get(i + 1).startsWith("--");
            String value;
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (alone) {
                value = "all";
            } else if (hasNext) {
                value = flags.get(++i);
            } else {
                throw new BadSetting(flag + " needs a value");
            }
            if (found.put(name, new Text(value, flag)) != null) {
                throw new BadSetting(flag + " is given twice");
            }
        }
        return found;
    }

    private static String name(String flag) {
        if (flag.equals("--" + CONFIG)) {
            return CONFIG;
        }
        for (Setting<?> setting : Settings.ALL) {
            if (setting.secret() && flag.equals(setting.flag())) {
                throw new BadSetting(flag + " would show the secret to everybody on this machine; use " + flag + FILE
                        + " or " + setting.variable());
            }
            if (setting.secret() ? flag.equals(setting.flag() + FILE) : flag.equals(setting.flag())) {
                return setting.secret() ? setting.name() + FILE : setting.name();
            }
        }
        throw new BadSetting("unknown flag " + flag + "; ./tailrace serve --help lists them");
    }

    private static Map<String, Text> environment(Map<String, String> environment) {
        var found = new HashMap<String, Text>();
        var names = new HashMap<String, String>();
        for (Setting<?> setting : Settings.ALL) {
            names.put(setting.variable(), setting.name());
            if (setting.secret()) {
                names.put(setting.variable() + "_FILE", setting.name() + FILE);
            }
        }
        environment.forEach((variable, value) -> {
            if (!variable.startsWith("TAILRACE_") || variable.equals(CONFIG_VARIABLE) || NOT_OURS.contains(variable)) {
                return;
            }
            String name = names.get(variable);
            if (name == null) {
                throw new BadSetting("unknown environment variable " + variable);
            }
            found.put(name, new Text(value, variable));
        });
        return found;
    }

    private static Map<String, Text> file(Path file) {
        var found = new HashMap<String, Text>();
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadSetting("the settings file " + file + " cannot be read: " + reason(e));
        }
        for (String key : properties.stringPropertyNames()) {
            boolean known = Settings.ALL.stream()
                    .anyMatch(setting ->
                            key.equals(setting.name()) || (setting.secret() && key.equals(setting.name() + FILE)));
            if (!known) {
                throw new BadSetting("unknown setting " + key + " in " + file);
            }
            found.put(key, new Text(properties.getProperty(key), key + " in " + file));
        }
        return found;
    }

    private static String content(Text inFile) {
        Path file = Forms.path(inFile.value());
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BadSetting(inFile.source() + " names " + file + ", which cannot be read: " + reason(e));
        }
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "it is not there" : String.valueOf(e.getMessage());
    }
}
