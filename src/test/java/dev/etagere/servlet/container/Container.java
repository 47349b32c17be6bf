package dev.etagere.servlet.container;

/**
 * A servlet container that runs one application at the root, and speaks HTTP/2 without TLS beside HTTP/1.1. The
 * system property {@code container} names the one on the class path.
 */
public interface Container extends AutoCloseable {

    static Container start(WebApp app) throws Exception {
        return switch (name()) {
            case "jetty-ee11" -> JettyEe11.start(app);
            case "jetty-ee10" -> JettyEe10.start(app);
            case "tomcat-11", "tomcat-10.1" -> TomcatContainer.start(app);
            default -> throw new IllegalStateException(name());
        };
    }

    static String name() {
        return System.getProperty("container", "jetty-ee11");
    }

    static boolean isJetty() {
        return name().startsWith("jetty");
    }

    int port();

    @Override
    void close() throws Exception;
}
