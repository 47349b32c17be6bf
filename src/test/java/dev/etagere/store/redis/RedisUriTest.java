package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.store.redis.RedisServer.Cluster;
import dev.etagere.store.redis.RedisServer.Login;
import dev.etagere.store.redis.RedisServer.Node;
import dev.etagere.store.redis.RedisServer.Sentinel;
import dev.etagere.store.redis.RedisServer.Standalone;
import dev.etagere.store.redis.RedisServer.Transport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriTest {

    @Test
    void oneServer() {
        RedisServer server = RedisServer.parse("redis://host:7000/3");
        assertThat(server.place()).isEqualTo(new Standalone(new Node("host", 7000)));
        assertThat(server.database()).isEqualTo(3);
        assertThat(server.transport()).isEqualTo(Transport.PLAIN);
        assertThat(server.login()).isEmpty();
        assertThat(RedisServer.parse("rediss://host")).isEqualTo(RedisServer.parse("redis://host:6379/0").with(Transport.TLS));
        assertThat(RedisServer.parse("redis://[::1]:1").place()).isEqualTo(new Standalone(new Node("::1", 1)));
    }

    @Test
    void severalServers() {
        assertThat(RedisServer.parse("redis-sentinel://a:1,b/main/2").place())
                .isEqualTo(new Sentinel(List.of(new Node("a", 1), new Node("b", 26379)), "main"));
        assertThat(RedisServer.parse("redis-cluster://a:1,b,[::1]:3").place())
                .isEqualTo(new Cluster(List.of(new Node("a", 1), new Node("b", 6379), new Node("::1", 3))));
    }

    @Test
    void userAndPasswordMayHoldAnyCharacter() {
        assertThat(RedisServer.parse("redis://:p%40ss%2Fw%C3%B6rd@host").login())
                .contains(new Login(Optional.empty(), Secret.of("p@ss/wörd")));
        assertThat(RedisServer.parse("redis://u:a:b+c@host").login()).contains(new Login(Optional.of("u"), Secret.of("a:b+c")));
        assertThat(RedisServer.parse("redis://u:p@ss/word@host").login()).contains(new Login(Optional.of("u"), Secret.of("p@ss/word")));
    }

    @Test
    void aPasswordIsNotPrinted() {
        RedisServer server = RedisServer.parse("redis://user:hidden@host").withSentinel(new Login(Optional.empty(), Secret.of("hidden")));
        assertThat(server.toString()).doesNotContain("hidden").contains("***");
        assertThat(RedisOptions.of(server, "ns").toString()).doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "redis", "redis:", "redis://", "redis:///0", "redis://h:x", "redis://h:0", "redis://h:70000", "redis://a,b",
            "redis://h/x", "redis://h/1/2", "redis://h?x=1", "redis://hidden@h", "redis://a:%zzhidden@h", "redis://a:hidden%@h",
            "redis-sentinel://h", "redis-sentinel://h/", "redis-sentinel://h/m/x", "redis-cluster://h/1", "redis-cluster://a,,b",
            "http://u:hidden@h", "redis://u:hidden@h:x/y", "redis://::1", "redis://[::1", "redis://h h"})
    void whatIsNoStoreIsRefusedWithoutWhatMayBeSecret(String uri) {
        assertThatThrownBy(() -> RedisServer.parse(uri)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(is|has|takes|ends) .*").message().doesNotContain("hidden");
    }
}
