package dev.etagere.sample;

/** Below a context path, as Tomcat deploys a WAR. */
final class TomcatShopTest extends ShopContract {

    @Override
    Running start() throws Exception {
        return TomcatServer.start(WEBAPP, "/shop");
    }
}
