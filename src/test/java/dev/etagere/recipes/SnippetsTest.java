package dev.etagere.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.cache.State;
import dev.etagere.recipes.Snippets.User;
import dev.etagere.recipes.Snippets.Users;
import dev.etagere.store.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/data-cache.md} shows is compiled and does what it says. */
class SnippetsTest {

    private static final Path PAGE = Path.of("docs/data-cache.md");
    private static final User ADA = new User("7", "Ada", "3");

    private final Etagere etagere = Etagere.builder().clock(new HandClock()).build();
    private final Map<String, User> rows = new HashMap<>(Map.of("7", ADA, "1", new User("1", "Bob", "4")));
    private final Users repository = new Users() {
        @Override
        public User find(String id) {
            return rows.get(id);
        }

        @Override
        public void save(String id, User user) {
            rows.put(id, user);
        }

        @Override
        public void delete(String id) {
            rows.remove(id);
        }
    };

    @AfterEach
    void close() {
        etagere.close();
    }

    private Cache<User> users() {
        return etagere.cache("users", User.class);
    }

    private static List<String> found(String pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL | Pattern.MULTILINE).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1).stripTrailing().stripIndent());
        }
        return found;
    }

    @Test
    void everyJavaExampleIsOneThatIsCompiled() throws IOException {
        List<String> regions = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/java/dev/etagere/recipes"))) {
            for (Path file : files.toList()) {
                regions.addAll(found("^ *// region [^\\n]*\\n(.*?)^ *// endregion$", Files.readString(file)));
            }
        }
        List<String> shown = found("^```java\\n(.*?)^```$", Files.readString(PAGE));
        assertThat(shown).hasSizeGreaterThan(15).isSubsetOf(regions);
        assertThat(regions).as("all that is marked is shown").isSubsetOf(shown);
    }

    @Test
    void theFirstExampleDoesWhatItSays() {
        assertThat(Snippets.begin(etagere, repository)).isEqualTo("AdaAda11false");
    }

    @Test
    void theOthersDoToo() {
        Snippets.open(etagere);
        assertThat(users().peek("7").orElseThrow().tags()).containsExactlyInAnyOrder("users", "department:3");
        users().clear();
        assertThat(Snippets.load(users(), repository)).isEqualTo("true false LOADER false");
        assertThat(Snippets.loadLater(users(), repository)).isTrue();
        assertThat(Snippets.peek(users()).state()).isEqualTo(State.FRESH);
        assertThat(Snippets.statistics(users())).isEqualTo(0.5);
        assertThat(Snippets.others(users(), ADA)).isEqualTo("false true 7111");
        assertThat(Snippets.count(users())).hasValue(1);
        Snippets.evict(users());
        assertThat(Snippets.count(users())).as("evicted with the rest").hasValue(1);
        assertThat(Snippets.fence(etagere, users(), repository)).isTrue();
        assertThat(Snippets.warmUp(users(), repository)).isEqualTo("1 of 3 done");
        assertThat(Snippets.write(users(), repository, ADA)).isEqualTo("false");
        assertThat(rows).doesNotContainKey("7");
        assertThat(Snippets.memoize(etagere.cache("results", String.class))).isFalse();
        assertThat(Snippets.keys()).containsExactly("materials:list", "search:page=1:query=python", "user=42:notifications", "user=42:*");
    }
}
