package dev.etagere.sample.web;

import dev.etagere.sample.shop.Shop;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.time.Duration;

/** Opens the shop when the application starts and closes it when it ends; the context parameters are in {@code web.xml}. */
public final class ShopListener implements ServletContextListener {

    private static final String ATTRIBUTE = Shop.class.getName();

    /** The shop of this application. */
    public static Shop shop(ServletContext context) {
        return (Shop) context.getAttribute(ATTRIBUTE);
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Duration latency = Duration.ofMillis(Long.parseLong(context.getInitParameter("reportMillis")));
        context.setAttribute(ATTRIBUTE, Shop.open(context.getInitParameter("database"), latency));
        context.setAttribute(CsrfTokens.class.getName(), CsrfTokens.create());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Shop shop = shop(event.getServletContext());
        if (shop != null) {
            shop.close();
        }
    }
}
