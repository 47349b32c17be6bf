package dev.etagere.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.servlet.Browser.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What is flushed, large or endless goes out at once")
class StreamingIT {

    private static String readUntil(BufferedReader in, String wanted) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.contains(wanted)) {
                return line;
            }
        }
        throw new AssertionError("The answer ended without " + wanted);
    }

    @Test
    void flushedPartArrivesBeforeTheRestIsMadeAndTheWholeIsKept() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (Site site = Site.caching().serve("x", (request, response) -> {
            response.setContentType("text/plain");
            response.getWriter().println("first");
            response.getWriter().flush();
            SharingIT.await(arrived);
            response.getWriter().println("second");
        }).start()) {
            try (Socket socket = site.browser.open("GET", "/cached/x")) {
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                readUntil(in, "first");
                arrived.countDown();
                readUntil(in, "second");
            }
            Answer hit = site.browser.get("/cached/x");
            assertThat(hit.text()).isEqualToNormalizingNewlines("first\nsecond\n");
            assertThat(site.runs("/cached/x")).isOne();
        }
    }

    @Test
    void eventsArriveAsTheyHappenAndEndWithTheClient() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        try (Site site = Site.caching().serve("events", (request, response) -> {
            response.setContentType("text/event-stream;charset=utf-8");
            try {
                response.getOutputStream().write("data: one\n\n".getBytes(UTF_8));
                response.flushBuffer();
                SharingIT.await(second);
                while (true) {
                    response.getOutputStream().write("data: two\n\n".getBytes(UTF_8));
                    response.flushBuffer();
                }
            } finally {
                ended.countDown();
            }
        }).start()) {
            try (Socket socket = site.browser.open("GET", "/cached/events")) {
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                readUntil(in, "data: one");
                second.countDown();
                readUntil(in, "data: two");
                socket.setSoLinger(true, 0);
            }
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            try (Socket socket = site.browser.open("GET", "/cached/events")) {
                readUntil(new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)), "data: one");
                socket.setSoLinger(true, 0);
            }
            assertThat(site.runs("/cached/events")).isEqualTo(2);
        }
    }

    @Test
    void answerBeyondTheLimitStreamsAndIsNotKept() throws Exception {
        try (Site site = Site.with(settings -> settings.maxEntryBytes(10_000)
                .rule("/cached/{path...}", policy -> policy.ttl(Duration.ofHours(1))))
                .serve("bytes", (request, response) -> response.getOutputStream().write(new byte[200_000]))
                .serve("text", (request, response) -> response.getWriter().write("x".repeat(200_000)))
                .serve("wide", (request, response) -> {
                    response.setCharacterEncoding("UTF-16");
                    response.getWriter().write("x".repeat(6_000));
                }).start()) {
            for (String name : new String[] {"bytes", "text", "wide"}) {
                for (int i = 1; i <= 2; i++) {
                    Answer answer = site.browser.get("/cached/" + name);
                    assertThat(answer.body()).isEqualTo(site.browser.get("/plain/" + name).body());
                    assertThat(site.runs("/cached/" + name)).isEqualTo(i);
                }
            }
        }
    }

    /** Containers send such files in ways of their own, without blocking or past wrappers. */
    @Test
    void largeFileOfTheDefaultServletIsWholeWhetherKeptOrNot(@TempDir Path root) throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Files.createDirectories(root.resolve("cached"));
        Files.write(root.resolve("cached/large.bin"), content);
        Files.write(root.resolve("cached/kept.bin"), Arrays.copyOf(content, 700_000));
        try (Site site = Site.caching().root(root).start()) {
            for (int i = 0; i < 2; i++) {
                Answer large = site.browser.get("/cached/large.bin");
                assertThat(large.body()).isEqualTo(content);
                assertThat(large.isHit()).isFalse();
                Answer kept = site.browser.get("/cached/kept.bin");
                assertThat(kept.body()).isEqualTo(Arrays.copyOf(content, 700_000));
                assertThat(kept.isHit()).isEqualTo(i == 1);
            }
            Answer part = site.browser.get("/cached/large.bin", "Range", "bytes=1000000-1000009");
            assertThat(part.body()).isEqualTo(part.status() == 206 ? Arrays.copyOfRange(content, 1_000_000, 1_000_010) : content);
        }
    }

    @Test
    void nothingIsHeldForAClientThatWantsTheHeadFirst() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (Site site = Site.caching().serve("x", (request, response) -> {
            response.setHeader("X-Early", "yes");
            response.flushBuffer();
            SharingIT.await(arrived);
            response.getOutputStream().write("body".getBytes(UTF_8));
        }).start()) {
            try (Socket socket = site.browser.open("GET", "/cached/x")) {
                readUntil(new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)), "yes");
            } finally {
                arrived.countDown();
            }
        }
    }
}
