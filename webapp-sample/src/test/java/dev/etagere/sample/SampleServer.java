package dev.etagere.sample;

import dev.etagere.sample.shop.Shop;
import dev.etagere.sample.web.ShopListener;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.security.Credential;

/** Serves the sample on an embedded Jetty, as its {@code web.xml} has it, with the demo users that elsewhere the container's realm has. */
public final class SampleServer implements Running {

    /** Demo users by name: password and role. */
    static final Map<String, DemoUser> USERS = new TreeMap<>(Map.of(
            "ana", new DemoUser("ana", "customer"), "ben", new DemoUser("ben", "customer"), "cleo", new DemoUser("cleo", "customer"),
            "admin", new DemoUser("admin", "admin")));

    private static final int DEFAULT_PORT = 8080;

    private final Server server;
    private final Supplier<Shop> shop;

    private SampleServer(Server server, Supplier<Shop> shop) {
        this.server = server;
        this.shop = shop;
    }

    /** A user of the demonstration. */
    record DemoUser(String password, String role) {
    }

    /**
     * Serves until the process is ended. The one argument is the folder of the web application; {@code -Dport=8081} takes another port,
     * {@code -Dhost=0.0.0.0} lets other machines in.
     */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        Path webapp = Path.of(arguments.length > 0 ? arguments[0] : "src/main/webapp");
        int port = Integer.getInteger("port", DEFAULT_PORT);
        try (SampleServer sample = startEe11(webapp, port)) {
            System.out.println();
            System.out.println("  The sample shop is open:  " + sample.uri());
            System.out.println("  Its administration:       " + sample.uri() + "admin");
            USERS.forEach((name, user) ->
                    System.out.println("  Sign in as " + name + " with password " + user.password() + "  (" + user.role() + ")"));
            System.out.println("  Ctrl-C closes it.");
            System.out.println();
            sample.server.join();
        } catch (Exception e) {
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                System.err.println("Port " + port + " is taken; add -Dport=8081 for another.");
            }
            throw e;
        }
    }

    /** On any free port, as an application of Jakarta EE 10. */
    static SampleServer start(Path webapp, Consumer<WebAppContext> settings) throws Exception {
        WebAppContext context = ee10();
        settings.accept(context);
        return start(webapp, new ServerConnector(new Server()), context, () -> ShopListener.shop(context.getServletContext()));
    }

    /**
     * One of several nodes, as an application of Jakarta EE 10.
     *
     * @param site host and port by which clients know all of them together: what is cached is cached by its URI
     */
    static SampleServer node(Path webapp, int port, HostPort site) throws Exception {
        WebAppContext context = ee10();
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer((request, headers) -> new OfSite(request, site));
        ServerConnector connector = new ServerConnector(new Server(), new HttpConnectionFactory(http));
        connector.setPort(port);
        return start(webapp, connector, context, () -> ShopListener.shop(context.getServletContext()));
    }

    /** With the demo users. */
    static WebAppContext ee10() {
        WebAppContext context = new WebAppContext();
        context.setParentLoaderPriority(true);
        context.setThrowUnavailableOnStartupException(true);
        context.getSecurityHandler().setLoginService(realm());
        return context;
    }

    /** A request as it is behind a load balancer that tells the nodes which site it was for. */
    private static final class OfSite extends Request.Wrapper {
        private final HttpURI uri;
        private final HttpFields fields;

        private OfSite(Request request, HostPort site) {
            super(request);
            this.uri = HttpURI.build(request.getHttpURI()).authority(site.getHost(), site.getPort()).asImmutable();
            this.fields = HttpFields.build(request.getHeaders()).put(HttpHeader.HOST, site.toString()).asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return fields;
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }
    }

    /** As an application of Jakarta EE 11, whose servlet API must be the one on the class path. */
    private static SampleServer startEe11(Path webapp, int port) throws Exception {
        var context = new org.eclipse.jetty.ee11.webapp.WebAppContext();
        context.setParentLoaderPriority(true);
        context.setThrowUnavailableOnStartupException(true);
        context.getSecurityHandler().setLoginService(realm());
        ServerConnector connector = new ServerConnector(new Server());
        connector.setPort(port);
        return start(webapp, connector, context, () -> ShopListener.shop(context.getServletContext()));
    }

    private static LoginService realm() {
        UserStore users = new UserStore();
        USERS.forEach((name, user) -> users.addUser(name, Credential.getCredential(user.password()), new String[] {user.role()}));
        HashLoginService realm = new HashLoginService("Etagere sample");
        realm.setUserStore(users);
        return realm;
    }

    private static SampleServer start(Path webapp, ServerConnector connector, ContextHandler context, Supplier<Shop> shop)
            throws Exception {
        Server server = connector.getServer();
        connector.setHost(System.getProperty("host", "localhost"));
        server.addConnector(connector);
        context.setContextPath("/");
        context.setBaseResourceAsPath(webapp.toAbsolutePath());
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        return new SampleServer(server, shop);
    }

    @Override
    public URI uri() {
        String root = server.getURI().getPath();
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return URI.create("http://localhost:" + port + (root.endsWith("/") ? root : root + "/"));
    }

    @Override
    public Shop shop() {
        return shop.get();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the server could not be stopped", e);
        }
    }
}
