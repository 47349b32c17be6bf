package dev.etagere.servlet.container;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An application.
 *
 * @param root its files, with {@code WEB-INF/web.xml} where it is deployed by that
 * @param setup registers what it has; absent: {@code web.xml} does
 * @param compression whether the container compresses what it sends
 */
public record WebApp(Path root, @Nullable Setup setup, boolean compression) {

    /** Registers filters and servlets at the start. */
    @FunctionalInterface
    public interface Setup {
        void register(ServletContext context) throws ServletException;
    }

    public static WebApp of(Path root, Setup setup) {
        return new WebApp(root, setup, false);
    }

    public static WebApp fromWebXml(Path root) {
        return new WebApp(root, null, false);
    }

    public WebApp compressed() {
        return new WebApp(root, setup, true);
    }
}
