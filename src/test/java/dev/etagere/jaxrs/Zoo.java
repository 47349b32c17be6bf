package dev.etagere.jaxrs;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A resource with a method for each kind of entity; every answer tells how often its method has run. */
@Path("zoo")
@Produces("text/plain;charset=UTF-8")
public class Zoo {

    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

    private String run(String what) {
        return what + "-" + runs.computeIfAbsent(what, name -> new AtomicInteger()).incrementAndGet();
    }

    int runs(String what) {
        AtomicInteger count = runs.get(what);
        return count == null ? 0 : count.get();
    }

    @GET
    @Path("pojo")
    @Produces("application/json")
    @Cached(ttl = "10m")
    public Animal pojo() {
        return new Animal(run("pojo"));
    }

    @GET
    @Path("text")
    @Cached(ttl = "10m", staleWhileRevalidate = "1m", staleIfError = "1h")
    public String text(@QueryParam("fail") String fail) {
        if (fails) {
            throw new IllegalStateException("as asked");
        }
        return run("text");
    }

    volatile boolean fails;

    @GET
    @Path("response")
    @Cached(ttl = "10m")
    public Response response() {
        return Response.ok(run("response")).header("X-Made", "here").header("X-Made", "twice").build();
    }

    @GET
    @Path("bytes")
    @Cached(ttl = "10m")
    public byte[] bytes() {
        return run("bytes").getBytes(StandardCharsets.UTF_8);
    }

    @GET
    @Path("stream")
    @Cached(ttl = "10m")
    public InputStream stream() {
        return new ByteArrayInputStream(run("stream").getBytes(StandardCharsets.UTF_8));
    }

    @GET
    @Path("file")
    @Cached(ttl = "10m")
    public File file() throws IOException {
        File file = File.createTempFile("zoo", ".txt");
        file.deleteOnExit();
        Files.writeString(file.toPath(), run("file"));
        return file;
    }

    @GET
    @Path("output")
    @Cached(ttl = "10m")
    public StreamingOutput output() {
        String text = run("output");
        return out -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            out.write(" and more".getBytes(StandardCharsets.UTF_8));
        };
    }

    @GET
    @Path("stage")
    @Cached(ttl = "10m")
    public CompletionStage<String> stage() {
        return CompletableFuture.supplyAsync(() -> run("stage"));
    }

    @GET
    @Path("async")
    @Cached(ttl = "10m")
    public void async(@Suspended AsyncResponse response) {
        CompletableFuture.runAsync(() -> response.resume(run("async")));
    }

    @GET
    @Path("generic")
    @Produces("application/json")
    @Cached(ttl = "10m")
    public Response generic() {
        return Response.ok(new GenericEntity<>(List.of(new Animal(run("generic")))) { }).build();
    }

    @GET
    @Path("nothing")
    @Cached(ttl = "10m", statuses = {200, 204})
    public void nothing() {
        run("nothing");
    }

    @GET
    @Path("greeting")
    @Cached(ttl = "10m")
    public String greeting(@HeaderParam("X-Name") @DefaultValue("you") String name) {
        return run("greeting") + " " + name;
    }

    @GET
    @Path("negotiated")
    @Produces({"application/json", "text/plain"})
    @Cached(ttl = "10m")
    public Animal negotiated() {
        return new Animal(run("negotiated"));
    }

    @GET
    @Path("animals/{id}")
    @Cached(ttl = "10m", tags = {"animal:{id}", "animals"})
    public String animal(@PathParam("id") String id) {
        return run("animal:" + id);
    }

    @PUT
    @Path("animals/{id}")
    @Evict(tags = "animals")
    public Response change(@PathParam("id") String id, @QueryParam("status") @DefaultValue("204") int status) {
        return Response.status(status).build();
    }

    @DELETE
    @Path("animals/{id}")
    public void delete(@PathParam("id") String id) {
        run("delete");
    }

    @GET
    @Path("uncached")
    public String uncached() {
        return run("uncached");
    }

    @GET
    @Path("never")
    @NotCached
    public String never() {
        return run("never");
    }

    /** An entity that only this application's writer knows. */
    public record Animal(String name) {

        MediaType typeFor(MediaType asked) {
            return asked;
        }
    }
}
