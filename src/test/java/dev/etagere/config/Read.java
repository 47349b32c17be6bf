package dev.etagere.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;

/** Reads YAML as an application does, under the name {@code f}. */
final class Read extends Settings<Read> {

    private Read() {
    }

    @Override
    protected Read self() {
        return this;
    }

    static Read settings() {
        return new Read();
    }

    static Configuration yaml(String yaml) {
        return yaml(yaml, Map.of());
    }

    static Configuration yaml(String yaml, Map<String, String> initParams) {
        return new Read().config(yaml, "f", initParams, Read.class.getClassLoader()).configuration();
    }

    Configuration made() {
        return configuration();
    }

    /** The lines that tell what is wrong. */
    static List<String> mistakes(String yaml) {
        return mistakes(yaml, Map.of());
    }

    static List<String> mistakes(String yaml, Map<String, String> initParams) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> yaml(yaml, initParams));
        if (refused == null) {
            throw new AssertionError("no mistake was found in\n" + yaml);
        }
        return refused.mistakes();
    }
}
