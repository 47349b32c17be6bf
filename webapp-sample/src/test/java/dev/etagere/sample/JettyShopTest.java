package dev.etagere.sample;

final class JettyShopTest extends ShopContract {

    @Override
    Running start() throws Exception {
        return SampleServer.start(WEBAPP, context -> { });
    }
}
