package dev.etagere.sample;

final class TomcatRefusalTest extends RefusalContract {

    @Override
    Running start() throws Exception {
        return TomcatServer.start(ShopContract.WEBAPP, "/shop");
    }
}
