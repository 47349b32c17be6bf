package dev.etagere.sample;

final class TomcatLoadsTest extends LoadsContract {

    @Override
    Running start() throws Exception {
        return TomcatServer.start(ShopContract.WEBAPP, "/shop");
    }
}
